import { createLineExchange, type LineExchange, type LinePorts } from '../calls/line/line-exchange';
import type { LineStep, SasMessage } from '../calls/line/progress';
import type { CallWords } from '../core/calls';
import type { Line } from '../media/line';
import type { Change } from './book';
import type { HeldKeys } from './held-keys';
import { PAGE_CALL_LIMITS } from './limits';
import { put } from './orders';
import type { Call, Member, Tab } from './state';

/** One member of a call in a tab, in the middle of a change. */
export type Place = { readonly tab: Tab; readonly call: Call; readonly member: Member };

/** The words and box keys with each member. Exchanges under way are in memory alone; finished ones are kept sealed. */
export type Pairs = {
  /** Begins the exchange where it is due. */
  tend(change: Change, at: Place): Promise<void>;
  receive(change: Change, at: Place, message: SasMessage): Promise<void>;
  compared(change: Change, at: Place, characters: string, same: boolean): Promise<void>;
  words(at: Pick<Place, 'call' | 'member'>): Promise<CallWords>;
  /** `undefined` where the words are not there (yet). Throws `vault/locked`. */
  boxes(at: Pick<Place, 'call' | 'member'>): Promise<Line['boxes'] | undefined>;
  drop(at: Pick<Place, 'call' | 'member'>): void;
  /** What is finished is opened again from what the vault sealed. */
  lock(): void;
};

type Open = { readonly exchange: LineExchange; readonly begins: boolean; words: CallWords };

/** No frame of theirs is opened, and none of mine is sealed for them, from now on. */
export function shut({ tab, call, member }: Place, held: HeldKeys): void {
  if (member.admitted && member.channel) put(tab, { order: 'evict', call: call.id, device: member.channel.device });
  if (member.theirs !== 'none') put(tab, { order: 'forget', call: call.id, place: member.place });
  held.forget(call.id, member.place);
  Object.assign(member, { admitted: false, theirs: 'none', opens: false, missing: false, announced: -1, took: -1 });
}

export function createPairs(ports: LinePorts, held: HeldKeys): Pairs {
  const open = new Map<string, Open>();
  const nameOf = ({ call, member }: Pick<Place, 'call' | 'member'>): string =>
    `${call.id} ${member.place} ${member.channel?.device}`;

  const make = async (at: Pick<Place, 'call' | 'member'>, begins: boolean) => {
    const { call, member } = at;
    if (member.channel === undefined) return undefined;
    const exchange = await createLineExchange(ports, {
      call: call.id,
      device: member.channel.device,
      certificates: { mine: call.certificate, theirs: member.fingerprint },
      begins,
      ...(member.progress === undefined ? {} : { progress: member.progress }),
    });
    const step = await exchange.begin();
    const made: Open = { exchange, begins, words: step.words };
    open.set(nameOf(at), made);
    return { made, step };
  };
  const apply = (change: Change, at: Place, step: LineStep): void => {
    const { call, member } = at;
    const isNew = step.progress.kept !== undefined && step.progress.kept !== member.progress?.kept;
    member.progress = step.progress;
    member.verified = step.words.state === 'ready' && step.words.verified;
    const known = open.get(nameOf(at));
    if (known) known.words = step.words;
    for (const sas of step.send) {
      if (member.channel) change.send(member.channel.conversation, { kind: 'sas', call: call.id, ...sas });
    }
    // Keys that went under boxes of before say nothing of who is there now.
    if (isNew || step.progress.state === 'failed') {
      shut(at, held);
      Object.assign(member, { since: change.now, repairs: 0 });
    }
  };
  /** An exchange that failed on our side (keys locked in its middle) is lost, and is begun once more. */
  const run = async (change: Change, at: Place, work: () => Promise<LineStep>): Promise<void> => {
    try {
      apply(change, at, await work());
    } catch (error) {
      open.delete(nameOf(at));
      throw error;
    }
  };
  const opened = async (at: Pick<Place, 'call' | 'member'>): Promise<Open | undefined> =>
    open.get(nameOf(at)) ?? (at.member.progress?.state === 'done' ? (await make(at, false))?.made : undefined);

  return {
    async tend(change, at) {
      const { call, member } = at;
      const state = member.progress?.state ?? 'waiting';
      if (member.channel === undefined || state === 'done' || state === 'failed') return;
      const known = open.get(nameOf(at));
      const overdue = state === 'waiting' && change.now - member.since >= PAGE_CALL_LIMITS.beginMs;
      if (known !== undefined && (known.begins || !overdue)) return;
      const fresh = await make(at, overdue || call.place < member.place);
      if (fresh) apply(change, at, fresh.step);
    },
    async receive(change, at, message) {
      if (!open.has(nameOf(at))) {
        const fresh = await make(at, false);
        if (fresh) apply(change, at, fresh.step);
      }
      const known = open.get(nameOf(at));
      if (known) await run(change, at, () => known.exchange.receive(message));
    },
    async compared(change, at, characters, same) {
      const known = await opened(at);
      if (known) await run(change, at, () => known.exchange.compared(characters, same));
    },
    words: async (at) => {
      if (at.member.progress?.state === 'failed') return { state: 'failed', code: 'call/no-words' };
      return (await opened(at))?.words ?? { state: 'waiting' };
    },
    boxes: async (at) => (await opened(at))?.exchange.boxes(),
    drop: (at) => void open.delete(nameOf(at)),
    lock() {
      for (const [name, { words }] of open) if (words.state === 'ready') open.delete(name);
    },
  };
}
