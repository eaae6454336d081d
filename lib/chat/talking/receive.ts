import { statusOf } from '../../channel/channel';
import type { Outcome } from '../../channel/outcomes';
import type { ChannelPorts } from '../../channel/ports';
import { type Addressed, addressOf, receive as receiveInChannel } from '../../channel/receive';
import type { ConversationId } from '../../core/chat';
import { kindOf } from '../../core/wire/sealed';
import type { BookChange, Entry } from '../book';
import type { ConversationRecord } from '../records';
import type { InboxRow } from '../rows';
import type { createAddresses } from './addresses';
import type { createGaps } from './gaps';
import { noteLine } from './lines';
import type { TalkingParts } from './parts';
import type { createRenewals } from './renewals';
import type { Sealing } from './seal';
import { createStep, type Step } from './step';
import type { createTake } from './take';

type ReceiveParts = TalkingParts & {
  readonly sealing: Sealing;
  readonly gaps: ReturnType<typeof createGaps>;
  readonly addresses: ReturnType<typeof createAddresses>;
  readonly renewals: ReturnType<typeof createRenewals>;
  readonly take: ReturnType<typeof createTake>;
  readonly open: (step: Step, entry: Entry) => Promise<Entry>;
  readonly channelPorts: ChannelPorts;
  readonly onReceived: (step: Step, before: ReadonlyMap<ConversationId, Entry>) => void;
};
type Arrived = Pick<InboxRow, 'payload' | 'at'>;
type Opening = Extract<Addressed, { kind: 'opening' }>;

/** A record of which only what `meeting` changed is taken over into what this step has made of it. */
function merged(base: ConversationRecord, changed: ConversationRecord, current: ConversationRecord) {
  const names = new Set([...Object.keys(base), ...Object.keys(changed)]) as Set<keyof ConversationRecord>;
  const others = [...names].filter((name) => changed[name] !== base[name]);
  const kept = Object.entries(current).filter(([name]) => !others.includes(name as keyof ConversationRecord));
  const taken = others.flatMap((name) => (changed[name] === undefined ? [] : [[name, changed[name]] as const]));
  return Object.fromEntries([...kept, ...taken]) as ConversationRecord;
}

/** What came, in its order: opened, kept, and answered where that is owed. Always in a step. */
export function createReceive(parts: ReceiveParts) {
  const { book, meeting, outbox, sealing, gaps, addresses, renewals, take, now } = parts;

  /** An opening of a session that nobody here knows: whoever decides about people knows whose it may be. */
  async function admit(step: Step, opening: Opening): Promise<Entry | undefined> {
    const admitted = await meeting.admit(opening);
    if (admitted === undefined) return undefined;
    const { id } = admitted.record;
    const stored = (await book.entries()).find(({ record }) => record.id === id);
    const current = step.touched().find(({ record }) => record.id === id);
    if (stored === undefined || current === undefined) return admitted;
    const record = merged(stored.record, admitted.record, current.record);
    const channel = admitted.channel === stored.channel ? current.channel : admitted.channel;
    return channel === undefined ? { record } : { record, channel };
  }

  async function addressee(step: Step, to: Exclude<Addressed, { kind: 'unreadable' }>): Promise<Entry | undefined> {
    const id = await addresses.find(step, to.tag);
    if (id !== undefined) return step.entry(id);
    if (to.kind === 'opening') return admit(step, to);
    await renewals.stranger(step);
    return undefined;
  }

  async function note(step: Step, entry: Entry, what: 'opened' | 'ended-by-them'): Promise<void> {
    step.putMessage(noteLine(parts, entry.record.id, await step.place(entry.record.id), what));
  }

  /** They ended it: what waits here reaches nobody. */
  async function end(step: Step, entry: Entry): Promise<Entry> {
    if (entry.channel !== undefined && statusOf(entry.channel).state !== 'none') return entry;
    const { openedAt: _, owed: __, ...record } = entry.record;
    if (record.ended !== undefined) return { ...entry, record };
    for (const { id, message } of await outbox.pending(record.id)) {
      step.unqueue([id]);
      const line = message === undefined ? undefined : await step.line(record.id, message);
      if (line?.mine) step.putLine({ ...line, state: 'error', problem: 'chat/not-writable' });
    }
    await note(step, entry, 'ended-by-them');
    return { ...entry, record: { ...record, ended: { by: 'them', at: now() } } };
  }

  async function conclude(step: Step, entry: Entry, outcome: Outcome, at: number | undefined): Promise<Entry> {
    const { id } = entry.record;
    switch (outcome.kind) {
      case 'message':
      case 'empty': {
        renewals.heard(id);
        const followed = await gaps.follow(step, entry, outcome.order);
        if (outcome.kind === 'empty') return followed;
        return take(step, followed, outcome.content, { ...outcome, at });
      }
      case 'ended':
        return end(step, entry);
      case 'rolled-back':
        renewals.lost(step, id);
        return entry;
      case 'unreadable':
        if (['no-session', 'no-key', 'too-far'].includes(outcome.reason)) renewals.doubted(step, entry);
        return entry;
      case 'refused':
        if (outcome.reason === 'prekey-gone') renewals.doubted(step, entry);
        return entry;
      case 'duplicate':
        return entry;
    }
  }

  /** A session that begins or is answered by this payload is told of, and what waits for one goes on. */
  async function opened(step: Step, before: Uint8Array, entry: Entry, tag: Opening['tag']): Promise<Entry> {
    const { channel, record } = entry;
    if (channel === undefined) return entry;
    const [was, is] = [statusOf(before), statusOf(channel)];
    const isNew = is.tags.includes(tag) && !was.tags.includes(tag);
    if (isNew) addresses.add(tag, record.id);
    const next = isNew ? await parts.open(step, entry) : entry;
    if (is.state !== 'open' || record.openedAt !== undefined) return next;
    await note(step, next, 'opened');
    return { ...next, record: { ...next.record, openedAt: now() } };
  }

  async function receiveOne(step: Step, { payload, at }: Arrived): Promise<void> {
    const to = addressOf(payload);
    if (to.kind === 'unreadable') return;
    const entry = await addressee(step, to);
    const device = await step.device();
    if (entry?.channel === undefined || device === undefined) return;
    const { channel } = entry;
    const isHandshake = kindOf(payload) === 'handshake';
    // Read before the state may be overwritten by the next one.
    const before = isHandshake ? channel.slice() : channel;
    const received = await receiveInChannel({ channel, device, payload }, parts.channelPorts);
    if (received.device !== undefined) step.putDevice(received.device);
    let next: Entry = received.channel === undefined ? entry : { ...entry, channel: received.channel };
    if (isHandshake && received.channel !== undefined) next = await opened(step, before, next, to.tag);
    next = await conclude(step, next, received.outcome, at);
    if (next !== entry || received.channel !== undefined) step.put(next);
    if (isHandshake) before.fill(0);
  }

  return async function receive(rows: readonly Arrived[]): Promise<BookChange> {
    const step = createStep(parts);
    const before = new Map((await book.entries()).map((entry) => [entry.record.id, entry]));
    for (const row of rows) await receiveOne(step, row);
    for (const entry of step.touched()) {
      let next = gaps.settle(step, before.get(entry.record.id)?.record.gaps ?? [], entry);
      const isOwing =
        next.channel !== undefined && statusOf(next.channel).owes && (await meeting.status(next)).writable;
      // A receipt carries what is owed as well as an empty message would.
      if (isOwing) next = sealing.owed(step, sealing.receipts(step, next));
      step.put(next);
    }
    parts.onReceived(step, before);
    return step.change();
  };
}
