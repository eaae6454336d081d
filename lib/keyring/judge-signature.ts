import type { EmailAddress, Fingerprint } from '../core/brand';
import type { CertificateView } from '../core/certificate';
import type { SignatureFact } from '../core/openpgp-port';
import { toEmailAddress } from '../core/parse';
import type { SignatureStatus, SignatureTruth } from '../core/reading';
import type { KeyringPorts } from './ports';
import { standingOf } from './standing';
import { certifiedAddresses, userIdFor } from './view-addresses';
import type { Viewer } from './viewer';

/** Best first, where several signatures over the same octets are sound. */
const RANK: readonly SignatureStatus[] = ['verified', 'in-use', 'undecided', 'refused', 'other-address', 'unknown-key'];

/** A certificate that is no longer sound lends its signature to no name, whatever was decided about it. */
const SOUND: ReadonlySet<CertificateView['health']> = new Set(['ok', 'expired', 'no-encryption']);

/**
 * Turns what the mathematics say into who may be named. `verified` needs all of it: a valid signature, exactly one From
 * address, that address certified on the signer's certificate by a valid user id, and the person's own decision that
 * binds this certificate to this address, with no other certificate asking for it.
 */
export function createSignatureJudge(ports: KeyringPorts, viewer: Viewer) {
  return async (facts: readonly SignatureFact[], from: readonly string[]): Promise<SignatureTruth> => {
    if (facts.length === 0) return { status: 'none' };
    const invalid = facts.find(({ outcome }) => outcome === 'invalid');
    if (invalid !== undefined) return { status: 'invalid', ...traces(invalid) };
    const sender = from.length === 1 && from[0] !== undefined ? toEmailAddress(from[0]) : undefined;
    const truths = await Promise.all(facts.map((fact) => judgeOne(ports, viewer, fact, sender)));
    const best = [...truths].sort((a, b) => RANK.indexOf(a.status) - RANK.indexOf(b.status))[0];
    return best ?? { status: 'none' };
  };
}

const traces = ({ keyId, fingerprint, created }: SignatureFact) => ({
  keyId,
  ...(fingerprint === undefined ? {} : { fingerprint }),
  ...(created === undefined ? {} : { signedAt: created }),
});

async function judgeOne(
  ports: KeyringPorts,
  viewer: Viewer,
  fact: SignatureFact,
  sender: EmailAddress | undefined,
): Promise<SignatureTruth> {
  const { fingerprint } = fact;
  const unknown: SignatureTruth = { status: 'unknown-key', ...traces(fact) };
  if (fact.outcome !== 'valid' || fingerprint === undefined) return unknown;
  const own = await ports.ownKeys.get(fingerprint);
  const row = own ?? (await ports.contacts.get(fingerprint));
  if (row === undefined) return unknown;
  const view = await viewer.plain(row);
  const named = sender === undefined ? undefined : userIdFor(view, sender);
  if (sender === undefined || named === undefined) {
    const [signerEmail] = certifiedAddresses(view);
    return { status: 'other-address', ...traces(fact), ...(signerEmail === undefined ? {} : { signerEmail }) };
  }
  const decided = own === undefined ? await decisionFor(ports, fingerprint, sender) : 'verified';
  const status = SOUND.has(view.health) || decided === 'refused' ? decided : 'undecided';
  const name = named.name === '' ? {} : { signerName: named.name };
  return { status, ...traces(fact), ...name, signerEmail: sender };
}

async function decisionFor(
  { contacts }: KeyringPorts,
  fingerprint: Fingerprint,
  sender: EmailAddress,
): Promise<'verified' | 'in-use' | 'undecided' | 'refused'> {
  if ((await contacts.get(fingerprint))?.decision === 'refused') return 'refused';
  const standing = standingOf(await contacts.binding(sender), await contacts.claiming(sender));
  if (standing.state !== 'verified' && standing.state !== 'in-use') return 'undecided';
  return standing.row.fingerprint === fingerprint ? standing.state : 'undecided';
}
