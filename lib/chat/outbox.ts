import { type MessageId, toHex } from '../core/wire/ids';
import { lifeOf } from './outbox/life';
import { createQueue } from './outbox/queue';
import { createSending } from './outbox/sending';
import { type Answer, failed, judge, lineAfter, type Verdict } from './outbox/verdict';
import type { MessageRow, OutboxRow } from './rows';
import type { Outbox, Parts } from './seams';

export type OutboxParts = Pick<
  Parts,
  'book' | 'rows' | 'link' | 'now' | 'random' | 'announce' | 'wakeAt' | 'onFailure'
>;

type Verdicts = ReadonlyArray<readonly [OutboxRow, Verdict]>;

/** What goes out, and what became of it (W1 to W3). Everything here is readable and works while locked. */
export function createOutbox(parts: OutboxParts): Outbox {
  const { book, rows, now, random, announce } = parts;
  const queue = createQueue(rows);
  const sending = createSending({ ...parts, queue });
  const goneListeners: Array<(at: number) => void> = [];
  const newId = () => toHex(random(16)) as MessageId;

  const makeRow: Outbox['row'] = ({ conversation, to, payload, message, receipt, passing, held }) => {
    const id = held?.id ?? newId();
    queue.touch([id]);
    return {
      id,
      conversation,
      ...(message === undefined ? {} : { message }),
      ...(receipt === undefined ? {} : { receipt }),
      ...(passing === undefined ? {} : { passing }),
      to,
      payload,
      createdAt: held?.createdAt ?? now(),
      tries: 0,
      nextTry: 0,
      state: 'queued',
      turn: queue.nextTurn(now()),
    };
  };
  /** What it acknowledged is to be acknowledged anew, and that it never came is to be said: that waits for a session. */
  const anew = ({ conversation, receipt, passing }: OutboxRow): OutboxRow[] =>
    receipt === undefined && passing === undefined
      ? []
      : [
          makeRow({
            conversation,
            ...(receipt === undefined ? {} : { receipt }),
            ...(passing === undefined ? {} : { passing }),
            to: [],
            payload: new Uint8Array(),
          }),
        ];

  /** The lines that change with these rows. */
  async function linesOf(verdicts: Verdicts): Promise<readonly MessageRow[]> {
    const lines = new Map<MessageId, MessageRow>();
    for (const [{ conversation, message }, { line: next }] of verdicts) {
      if (message === undefined || next === undefined) continue;
      const line = lines.get(message) ?? (await rows.message(conversation, message));
      const after = line?.mine ? lineAfter(line, next, now()) : undefined;
      if (after !== undefined) lines.set(message, after);
    }
    return [...lines.values()];
  }

  /** Rows and the lines they are of, in one write. In a step. */
  async function apply(verdicts: Verdicts): Promise<void> {
    const messages = await linesOf(verdicts);
    const kept = new Map(verdicts.map(([{ id }, { row }]) => [id, row]));
    const lost = verdicts.filter(([, { row, line }]) => row === 'over' && line?.state === 'error');
    await queue.write({
      outbox: [...[...kept.values()].filter((row) => row !== 'over'), ...lost.flatMap(([row]) => anew(row))],
      unqueue: [...kept].flatMap(([id, row]) => (row === 'over' ? [id] : [])),
      messages,
    });
    for (const { goneAt } of messages) {
      if (goneAt !== undefined) for (const listener of goneListeners) listener(goneAt);
    }
    announce('chat');
    announce('relay');
  }

  const expired = (): Verdicts => [
    ...[...queue.pending()]
      .filter((row) => now() - row.createdAt >= lifeOf(row))
      .map((row) => [row, failed('chat/queue-over')] as const),
    ...[...queue.stored()]
      .filter(({ nextTry }) => nextTry <= now())
      .map((row) => [row, failed('chat/expired')] as const),
  ];

  return {
    row: makeRow,
    hold: (conversation, message) => makeRow({ conversation, message, to: [], payload: new Uint8Array() }),
    async pending(conversation) {
      await queue.settle(false);
      return [...queue.pending()].filter((row) => conversation === undefined || row.conversation === conversation);
    },
    async ofMessage(message) {
      await queue.settle(false);
      return queue.ofMessage(message);
    },
    launch: sending.launch,
    touch: queue.touch,
    onGoneAt: (listener) => void goneListeners.push(listener),
    flush: sending.flush,

    async queued(conversation) {
      const waiting = (await queue.look()).filter(
        (row) => row.message !== undefined && (conversation === undefined || row.conversation === conversation),
      );
      return new Set(waiting.map(({ message }) => message)).size;
    },

    async onFrames(frames) {
      const answers = frames.filter((frame): frame is Answer => frame.kind === 'status' || frame.kind === 'refused');
      if (answers.length === 0) return;
      await book.step(async () => {
        await queue.settle(true);
        const judged = new Map<MessageId, OutboxRow | 'over'>();
        const verdicts = answers.flatMap((answer): Verdicts => {
          sending.answered(answer.id);
          const row = judged.get(answer.id) ?? queue.get(answer.id);
          if (row === undefined || row === 'over') return [];
          const verdict = judge(row, answer, parts);
          judged.set(answer.id, verdict.row);
          return [[row, verdict]];
        });
        if (verdicts.length > 0) await apply(verdicts);
      });
      sending.goOn();
    },

    async onTime() {
      await book.step(async () => {
        await queue.settle(true);
        const over = expired();
        if (over.length > 0) await apply(over);
      });
      sending.flush();
    },

    abandon: () =>
      book.step(async () => {
        await queue.settle(true);
        const left = [...queue.pending()].map((row) => [row, failed('relay/not-logged-in')] as const);
        await apply(left.map(([{ receipt: _, passing: __, ...row }, verdict]) => [row, verdict]));
        await queue.write({ unqueue: [...queue.stored()].map(({ id }) => id) });
      }),
  };
}
