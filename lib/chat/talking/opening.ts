import { statusOf } from '../../channel/channel';
import type { ConversationId } from '../../core/chat';
import { fromHex, toHex } from '../../core/wire/ids';
import type { Entry } from '../book';
import type { MessageRow } from '../rows';
import type { createGaps } from './gaps';
import { noteLine } from './lines';
import type { TalkingParts } from './parts';
import type { Sealing } from './seal';
import { requireChannel, type Step } from './step';

/** What a relay keeps: what is older was given up on one side or the other. */
const KEPT_MS = 72 * 3_600_000;
const PAGE = 200;
/** Both may begin, and more than once, before either hears of it: that is one beginning. */
const OPENING_MS = 10_000;

type OpeningParts = TalkingParts & { readonly sealing: Sealing; readonly gaps: ReturnType<typeof createGaps> };

/**
 * What follows from a new session. It says what I show and do; and because a session also begins where an older one was
 * lost on either side, what may have been lost with that is made good: mine is sent again, and theirs is acknowledged again.
 */
export function createOpening(parts: OpeningParts) {
  const { rows, outbox, now, random, sealing, gaps } = parts;

  async function recent(id: ConversationId): Promise<MessageRow[]> {
    const found: MessageRow[] = [];
    let before: number | undefined;
    for (;;) {
      const page = await rows.messages(id, before, PAGE);
      found.push(...page.filter(({ writtenAt }) => writtenAt !== undefined && now() - writtenAt < KEPT_MS));
      const last = page.at(-1);
      // Lines are written in order, but for those that are sent again: a page of older ones ends it.
      const isOver = page.every(({ writtenAt }) => writtenAt === undefined || now() - writtenAt >= KEPT_MS);
      if (last === undefined || page.length < PAGE || (isOver && page.some((row) => row.writtenAt !== undefined))) {
        return found;
      }
      before = last.place;
    }
  }

  /** Mine that they did not say they opened: it waits to be sealed anew, in its order. */
  async function again(step: Step, lines: readonly MessageRow[]): Promise<void> {
    for (const line of lines) {
      const isOpen = line.mine && !line.opened && line.state !== 'error' && line.sealed !== undefined;
      if (!isOpen) continue;
      const older = await outbox.ofMessage(line.id);
      if (older.some(({ to }) => to.length === 0)) continue;
      step.unqueue(older.map(({ id }) => id));
      step.out(outbox.hold(line.conversation, line.id));
      if (line.state !== 'sending') step.putLine({ ...line, state: 'sending' });
    }
  }

  function owe({ record, ...rest }: Entry, lines: readonly MessageRow[]): Entry {
    const theirs = lines.filter(({ mine, writtenAt }) => !mine && writtenAt !== undefined);
    if (theirs.length === 0) return { ...rest, record };
    const opened = new Set([...(record.owed?.opened ?? []), ...theirs.map(({ id }) => id)]);
    const seen = theirs.filter(({ validity, place }) => validity?.from === 'reading' && place <= record.readUpTo);
    const read = new Set([...(record.owed?.read ?? []), ...seen.map(({ id }) => id)]);
    return { ...rest, record: { ...record, owed: { opened: [...opened], read: [...read] } } };
  }

  return async function open(step: Step, entry: Entry): Promise<Entry> {
    const { record } = entry;
    const { device } = statusOf(requireChannel(entry));
    const isKnown = record.signalKeyOf === device;
    const signalKey = (isKnown ? record.signalKey : undefined) ?? toHex(random(32));
    const { shareTyping } = await parts.settings();
    let next: Entry = { ...entry, record: { ...record, signalKey, signalKeyOf: device } };
    if (record.openedAt !== undefined && Math.abs(now() - record.openedAt) > OPENING_MS) {
      step.putMessage(noteLine(parts, record.id, await step.place(record.id), 'restarted'));
      next = gaps.forget(step, next);
      next = { ...next, record: { ...next.record, openedAt: now() } };
    }
    const hello = { kind: 'hello', signalKey: fromHex(signalKey), typing: shareTyping, noTrace: true } as const;
    next = sealing.put(step, next, hello);
    const lines = (await recent(record.id)).reverse();
    await again(step, lines);
    next = owe(next, lines);
    step.put(next);
    return next;
  };
}
