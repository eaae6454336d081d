import { createChannel, statusOf } from '../../channel/channel';
import { endSessions } from '../../channel/send';
import { type CheckedStatement, checkStatement } from '../../channel/statement';
import type { ErrorCode } from '../../core/error-codes';
import type { Entry } from '../book';
import type { ConversationRecord, PeerDevice } from '../records';
import type { Parts } from '../seams';
import { decisionFor } from './look';
import { signedOf } from './peer';
import { codeOf } from './refusals';
import { isAccepted } from './standing';

type SettleParts = Pick<Parts, 'certificates' | 'now' | 'random'>;

export const checkPeer = (
  { certificates, now }: SettleParts,
  { user }: ConversationRecord,
  peer: PeerDevice,
): Promise<CheckedStatement> =>
  checkStatement(signedOf(peer), { user, certificate: peer.certificate }, now(), certificates);

/** Without what is only of a claim or of a rival. */
const bare = ({ certificate, device, statement, signature }: PeerDevice): PeerDevice => ({
  certificate,
  device,
  statement,
  signature,
});

/** This device is the one that I talk to from now on; nothing of the last one's channel is left. */
export function replacePeer(record: ConversationRecord, peer: PeerDevice): ConversationRecord {
  const { rival: _rival, introducedTo, problem: _problem, ...rest } = record;
  const met = introducedTo?.device === peer.device ? { introducedTo } : {};
  return {
    ...rest,
    ...met,
    peer: bare(peer),
    introduced: introducedTo?.device === peer.device,
    theyAccepted: peer.accepts === true,
  };
}

export const withProblem = ({ problem: _, ...record }: ConversationRecord, problem: ErrorCode | undefined) =>
  problem === undefined ? record : { ...record, problem };

/** Whether a session is there whose keys are to go. */
const hasSession = (channel: Uint8Array | undefined): channel is Uint8Array =>
  channel !== undefined && statusOf(channel).tags.length > 0;

/**
 * What a decision of the person leads to by itself, without the relay: a newer certificate takes the place or goes, a
 * refused one loses its keys, an accepted one gets a channel. Answers the same entry where there is nothing to do.
 */
export async function settle(parts: SettleParts, entry: Entry): Promise<Entry> {
  const chosen = await settleRival(parts, entry);
  const { record } = chosen;
  if (record.peer === undefined || record.ended !== undefined) return chosen;
  const { decision, usable } = await decisionFor(parts.certificates, record.peer);
  if (decision === 'refused' && hasSession(chosen.channel)) {
    return { ...chosen, channel: endSessions(chosen.channel, parts).channel };
  }
  // Deleted, with whatever was decided: nobody is asked again before the person begins again.
  if (decision === 'unknown' && chosen.channel !== undefined) return { record: unmet(record) };
  if (!isAccepted(decision) || !usable || chosen.channel !== undefined) return chosen;
  const checked = await checkPeer(parts, record, record.peer);
  if (checked.kind === 'valid') {
    return { record: withProblem(record, undefined), channel: createChannel(checked.statement) };
  }
  const problem = codeOf(checked.reason);
  return problem === record.problem ? chosen : { ...chosen, record: withProblem(record, problem) };
}

/** As somebody who never heard of me. */
const unmet = ({ introducedTo: _, ...record }: ConversationRecord): ConversationRecord => ({
  ...record,
  introduced: false,
  theyAccepted: false,
});

async function settleRival(parts: SettleParts, entry: Entry): Promise<Entry> {
  const { peer, rival, ...rest } = entry.record;
  if (rival === undefined || rival.certificate === peer?.certificate) return entry;
  const { decision, usable } = await decisionFor(parts.certificates, rival);
  if (decision === 'refused') return { ...entry, record: { ...rest, ...(peer ? { peer } : {}) } };
  if (!isAccepted(decision) || !usable) return entry;
  const checked = await checkPeer(parts, entry.record, rival);
  if (checked.kind === 'valid') return { record: replacePeer(entry.record, rival) };
  const problem = codeOf(checked.reason);
  return problem === entry.record.problem ? entry : { ...entry, record: withProblem(entry.record, problem) };
}
