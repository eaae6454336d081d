import type { Note } from '../../core/chat';
import { fromHex } from '../../core/wire/hex';
import type { Entry } from '../book';
import type { Notice } from '../ports';
import type { ClaimedDevice, ConversationRecord, PeerDevice } from '../records';
import type { Parts } from '../seams';
import { type Directory, findListed } from './directory';
import { MEETING_LIMITS } from './limits';
import { decisionFor } from './look';
import { isSamePeer } from './peer';
import { codeOf } from './refusals';
import { checkPeer, replacePeer, withProblem } from './settle';
import { isAccepted } from './standing';

/** What became of a claim: how the conversation goes on, or that there is none, and what a person is told. */
type Confirmed = {
  readonly entry: Entry | undefined;
  readonly note?: Note;
  readonly notice?: Notice['kind'];
};

const withoutClaims = ({ claims: _, ...record }: ConversationRecord): ConversationRecord => record;

/** A conversation that was nothing but a claim leaves nothing behind. */
const dropped = ({ record, ...entry }: Entry): Confirmed => ({
  entry: record.peer === undefined ? undefined : { ...entry, record: withoutClaims(record) },
});

/**
 * Whether the relay lists the device that introduced itself under the user that it says to be. Without that, anybody
 * could stop the channel of two others, or write under the address of a third: an introduction proves a certificate and
 * a device, and never whose address it is.
 */
export async function confirm(parts: Parts, entry: Entry, directory: Directory): Promise<Confirmed> {
  const { claims = [] } = entry.record;
  const claim = claims.findLast((one) => findListed(directory, one) !== undefined);
  if (claim !== undefined) return admitClaim(parts, entry, claim);
  const young = claims.filter(({ at }) => parts.now() < at + MEETING_LIMITS.claimMs);
  if (directory.listed.length > 0 || young.length === 0) return dropped(entry);
  return { entry: { ...entry, record: { ...entry.record, claims: young } } };
}

async function admitClaim(parts: Parts, entry: Entry, claim: ClaimedDevice): Promise<Confirmed> {
  const evidence = { source: 'relay', detail: entry.record.user, at: parts.now() } as const;
  const submitted = await parts.certificates.submit(fromHex(claim.octets), evidence);
  if (!submitted.ok || submitted.fingerprint !== claim.certificate) return dropped(entry);
  const checked = await checkPeer(parts, entry.record, claim);
  if (checked.kind === 'refused') {
    const isClock = checked.reason === 'expired' || checked.reason === 'not-yet';
    const record = withProblem(entry.record, codeOf(checked.reason));
    return isClock ? { entry: { ...entry, record } } : dropped(entry);
  }
  const { decision } = await decisionFor(parts.certificates, claim);
  if (decision === 'refused' || decision === 'mine') return dropped(entry);
  return place(parts, entry, claim, isAccepted(decision));
}

/** Beside a device that the person has accepted, another one waits; without such a one, it takes the place. */
async function place(parts: Parts, entry: Entry, claim: ClaimedDevice, accepted: boolean): Promise<Confirmed> {
  const { ended, ...rest } = withoutClaims(entry.record);
  // Whoever ended it begins again by hand; whom the other left is met again by itself.
  const stays = ended?.by === 'me' ? { ended } : {};
  const record = { ...rest, ...stays };
  const { peer, rival } = record;
  if (peer === undefined || !(await isMet(parts, entry))) {
    return { entry: { record: replacePeer(record, claim) }, ...(accepted ? {} : { notice: 'request' }) };
  }
  if (isSamePeer(peer, claim)) {
    const theyAccepted = record.theyAccepted || claim.accepts === true;
    return { entry: { ...entry, record: { ...record, theyAccepted } } };
  }
  return { ...besideRival(rival, claim), entry: { ...entry, record: withRival(record, claim) } };
}

/** A channel was made for this device, or its certificate is accepted: nothing takes its place by itself. */
export async function isMet(parts: Pick<Parts, 'certificates'>, { record, channel }: Entry): Promise<boolean> {
  return channel !== undefined || isAccepted((await decisionFor(parts.certificates, record.peer)).decision);
}

export const withRival = (record: ConversationRecord, rival: PeerDevice): ConversationRecord => {
  const { certificate, device, statement, signature, accepts } = rival;
  return { ...record, rival: { certificate, device, statement, signature, ...(accepts ? { accepts } : {}) } };
};

/** Said once for each rival, not each time that it says so. */
function besideRival(before: PeerDevice | undefined, rival: PeerDevice): Pick<Confirmed, 'note' | 'notice'> {
  return isSamePeer(before, rival) ? {} : { notice: 'changed' };
}
