import { wipe } from '../../channel/crypto';
import { sealIntroduction } from '../../channel/introduction';
import { startSession } from '../../channel/start';
import type { ErrorCode } from '../../core/error-codes';
import type { Entry } from '../book';
import type { ConversationRecord, PeerDevice } from '../records';
import { confirm, isMet, withRival } from './confirm';
import { latest, type MeetingParts, type Next, noted } from './context';
import { type Directory, findListed, type Listed } from './directory';
import { decisionFor, rivalOf } from './look';
import { merged } from './merge';
import type { Move } from './next-move';
import { codeOf } from './refusals';
import { replacePeer, withProblem } from './settle';
import { isAccepted } from './standing';

/** `entry`: `undefined` where there is no conversation any more. `stop`: no further move without another answer. */
export type Step = Next & { readonly entry: Entry | undefined; readonly stop?: true };

/** What each move does with the relay's answer. In a step. */
export const MOVES: Record<Move, (parts: MeetingParts, entry: Entry, directory: Directory) => Promise<Step>> = {
  async confirm(parts, entry, directory) {
    const { entry: next, notice } = await confirm(parts, entry, directory);
    parts.announce('contacts');
    if (next === undefined) return { change: {}, notices: [], entry: undefined };
    // A claim that cannot be confirmed yet is no problem of the conversation.
    const stop = next.record.claims === undefined ? {} : { stop: true as const };
    return { ...(await told(parts, next, notice)), ...stop };
  },

  async introduce(parts, entry, directory) {
    const { record } = entry;
    const wanted = record.rival ?? record.peer;
    const target = findListed(directory, wanted);
    if (target === undefined) return elsewhere(parts, entry, directory);
    const { decision } = await decisionFor(parts.certificates, target.peer);
    return introduceTo(parts, entry, target, isAccepted(decision) && record.rival === undefined);
  },

  async begin(parts, entry, directory) {
    const { channel, record } = entry;
    const target = findListed(directory, record.peer);
    if (target === undefined) return elsewhere(parts, entry, directory);
    const device = await parts.book.device();
    if (channel === undefined || device === undefined)
      return { change: {}, notices: [], entry: failed(entry, 'chat/not-found') };
    const { bundle, oneTime } = target;
    const ports = { now: parts.now, random: parts.random, certificate: parts.certificates };
    const started = await startSession({ channel, device, bundle, oneTime }, ports);
    if (started.kind === 'refused') return { change: {}, notices: [], entry: failed(entry, codeOf(started.reason)) };
    const begun = { record: withProblem({ ...record, peer: target.peer }, undefined), channel: started.channel };
    const change = merged({ entries: [begun] }, await parts.talking.afterOpening(begun));
    const next = latest(change, begun);
    // A state in between reaches no disk.
    if (next.channel !== started.channel) wipe(started.channel);
    return { change, notices: [], entry: next };
  },

  async farewell(parts, entry, directory) {
    const { farewell: _, ...record } = entry.record;
    const target = findListed(directory, record.peer);
    // Whom the relay does not list cannot be told, and learns it when they try.
    if (target === undefined) return { change: {}, notices: [], entry: { ...entry, record } };
    const sealed = await seal(parts, target, record, 'end', undefined);
    if (sealed.kind === 'refused') return { change: {}, notices: [], entry: { ...entry, record } };
    const out = parts.outbox.row({ conversation: record.id, to: [target.peer.device], payload: sealed.payload });
    return { change: { outbox: [out] }, notices: [], entry: { ...entry, record } };
  },
};

const failed = ({ record, ...entry }: Entry, problem: ErrorCode): Entry => ({
  ...entry,
  record: withProblem(record, problem),
});

/** The device that is wanted is not listed: another one of theirs takes its place, or waits for a decision. */
async function elsewhere(parts: MeetingParts, entry: Entry, { listed, problem }: Directory): Promise<Step> {
  const [newest] = listed;
  if (newest === undefined) return { change: {}, notices: [], entry: failed(entry, problem ?? 'chat/not-found') };
  if (!(await isMet(parts, entry))) {
    return { change: {}, notices: [], entry: { ...entry, record: replacePeer(entry.record, newest.peer) } };
  }
  return told(parts, { ...entry, record: withRival(entry.record, newest.peer) }, 'changed');
}

/** A line and a notice, where a person is to learn of it. */
async function told(
  parts: MeetingParts,
  entry: Entry,
  notice: Next['notices'][number]['kind'] | undefined,
): Promise<Step> {
  const rival = rivalOf(entry);
  const note = notice === 'changed' && rival !== undefined ? (`${rival}-changed` as const) : undefined;
  const change = await noted(parts, {}, entry, note);
  const notices = notice === undefined ? [] : [{ id: entry.record.id, kind: notice }];
  return { change, notices, entry: latest(change, entry) };
}

async function seal(
  parts: MeetingParts,
  { peer, bundle }: Listed,
  { user }: ConversationRecord,
  intent: 'offer' | 'end',
  accepts: PeerDevice['certificate'] | undefined,
) {
  const device = await parts.book.device();
  if (device === undefined) return { kind: 'refused', reason: 'own-expired' } as const;
  const { octets: certificate } = await parts.certificates.ownForChat();
  const ports = { now: parts.now, random: parts.random, certificate: parts.certificates };
  const to = { user, device: peer.device };
  return sealIntroduction({ device, to, bundle, content: { intent, certificate, accepts } }, ports);
}

/** Shows my certificate to this device, and says whether I have accepted theirs. */
async function introduceTo(parts: MeetingParts, entry: Entry, target: Listed, accepts: boolean): Promise<Step> {
  const { record } = entry;
  const { device, certificate } = target.peer;
  const sealed = await seal(parts, target, record, 'offer', accepts ? certificate : undefined);
  if (sealed.kind === 'refused') return { change: {}, notices: [], entry: failed(entry, codeOf(sealed.reason)) };
  const out = parts.outbox.row({ conversation: record.id, to: [device], payload: sealed.payload });
  const next: ConversationRecord = {
    ...withProblem(record, undefined),
    introducedTo: { device, at: parts.now(), accepts },
    introduced: device === record.peer?.device,
  };
  return { change: { outbox: [out] }, notices: [], entry: { ...entry, record: next } };
}
