import type { SubmitOutcome } from '../bus/views';
import type { EmailAddress } from '../core/brand';
import type { Evidence } from '../core/certificate';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { CertificateOctets } from '../core/openpgp-port';
import { addEvidence, claimsOf, isUndecidedAccount, isUndecidedMail, silentClaimsOf, union, without } from './claims';
import type { ContactChange, ContactRow, KeyringPorts } from './ports';
import { sameOctets } from './stored-certificate';

/**
 * Takes a certificate in, undecided. It changes no binding: what is in use for an address stays bound, and a different
 * certificate for that address stops it until a person decides. Expected refusals are values.
 */
export async function submitCertificate(
  ports: KeyringPorts,
  octets: Uint8Array,
  evidence: Evidence,
): Promise<SubmitOutcome> {
  try {
    const certificate = await readSubmitted(ports, octets);
    const known = await ports.contacts.get(certificate.fingerprint);
    const row = known === undefined ? newRow(certificate) : await mergedRow(ports, known, certificate);
    const view = await ports.pgp.view(row, []);
    const dismissed = isUndecidedAccount(row) ? [] : row.dismissed;
    const claims = without(claimsOf(view, evidence), dismissed);
    const addresses = union(row.addresses, claims);
    const next: ContactRow = {
      ...row,
      evidence: addEvidence(row.evidence, evidence),
      addresses,
      dismissed: union(dismissed, without(silentClaimsOf(view, evidence), addresses)),
    };
    await ports.contacts.write(await makeRoom(ports, next, claims, evidence));
    return { ok: true, fingerprint: next.fingerprint, news: await newsOf(ports, known, next) };
  } catch (error) {
    const expected = error instanceof AppError && (error.code.startsWith('key/') || error.code.startsWith('contact/'));
    if (!expected) throw error;
    return { ok: false, code: error.code };
  }
}

async function readSubmitted({ pgp, ownKeys }: KeyringPorts, octets: Uint8Array): Promise<CertificateOctets> {
  if (octets.length > LIMITS.certificateOctets) throw new AppError('key/too-large');
  const certificate = await pgp.readCertificate(octets);
  if ((await ownKeys.get(certificate.fingerprint)) !== undefined) throw new AppError('contact/own-certificate');
  return certificate;
}

const newRow = ({ fingerprint, octets }: CertificateOctets): ContactRow => ({
  fingerprint,
  octets,
  decision: 'later',
  evidence: [],
  addresses: [],
  dismissed: [],
});

/** New user ids, signatures and revocations are taken in; a certificate that was flooded with signatures is not. */
async function mergedRow({ pgp }: KeyringPorts, known: ContactRow, next: CertificateOctets): Promise<ContactRow> {
  const merged = await pgp.merge(known, next);
  if (merged.fingerprint !== known.fingerprint) throw new AppError('key/damaged');
  if (merged.octets.length > LIMITS.certificateOctets) throw new AppError('key/too-large');
  return { ...known, octets: merged.octets };
}

/** At most one undecided certificate that came by mail for each address: the newest. */
async function makeRoom(
  { contacts }: KeyringPorts,
  next: ContactRow,
  claims: readonly EmailAddress[],
  evidence: Evidence,
): Promise<ContactChange> {
  if (evidence.from === undefined || next.decision !== 'later') return { put: [next] };
  const earlier = (await Promise.all(claims.map((email) => contacts.claiming(email))))
    .flat()
    .filter((row) => row.fingerprint !== next.fingerprint && isUndecidedMail(row));
  const left = earlier.map((row) => ({ ...row, addresses: without(row.addresses, claims) }));
  return {
    put: [next, ...left.filter(({ addresses }) => addresses.length > 0)],
    remove: left.filter(({ addresses }) => addresses.length === 0).map(({ fingerprint }) => fingerprint),
  };
}

async function newsOf({ contacts }: KeyringPorts, known: ContactRow | undefined, next: ContactRow) {
  if (next.decision !== 'refused') {
    for (const email of next.addresses) {
      const binding = await contacts.binding(email);
      if (binding !== undefined && binding.fingerprint !== next.fingerprint) return 'changed';
    }
  }
  if (known === undefined) return 'new';
  return sameOctets(known.octets, next.octets) ? 'known' : 'updated';
}
