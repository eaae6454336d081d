import type { MessageId } from '../../core/wire/ids';
import type { OutboxRow } from '../rows';
import type { Parts } from '../seams';
import { createTimer } from '../timer';
import { isPast } from './life';
import { OUTBOX_LIMITS, pauseAfter } from './limits';
import type { Queue } from './queue';

type SendingParts = Pick<Parts, 'book' | 'link' | 'now' | 'random' | 'wakeAt' | 'onFailure'> & {
  readonly queue: Queue;
};

/** When what goes to the relay. A try is written down before it is made: whatever dies behind that has made it. */
export function createSending({ book, link, now, random, wakeAt, onFailure, queue }: SendingParts) {
  /** Sent in this connection and not answered. */
  const flying = new Set<MessageId>();
  /** Tried once more, however often they were tried. */
  const released = new Set<MessageId>();
  let isStarted = false;
  let isTriggered = false;
  let isRunning = false;
  let again = false;
  const timer = createTimer(now, goOn);

  const isOnline = () => link.state().phase === 'online';
  /** A clock that was set back would hold back what waits for a moment. */
  const isLater = ({ nextTry }: OutboxRow) => nextTry > now() && nextTry - now() <= OUTBOX_LIMITS.mostWaitMs;

  function isDue(row: OutboxRow): boolean {
    if (row.to.length === 0 || isPast(row, now())) return false;
    if (released.has(row.id)) return true;
    return !isLater(row) && row.tries < OUTBOX_LIMITS.tries;
  }
  function release(): void {
    const all = !isStarted;
    isStarted = true;
    for (const row of queue.pending()) {
      if (all || (isTriggered && row.tries >= OUTBOX_LIMITS.tries && !isLater(row))) released.add(row.id);
    }
    isTriggered = false;
  }
  function nextTime(): number | undefined {
    let next: number | undefined;
    for (const row of queue.pending()) {
      if (row.to.length > 0 && row.tries < OUTBOX_LIMITS.tries && !isPast(row, now()))
        next = Math.min(next ?? row.nextTry, row.nextTry);
    }
    return next;
  }

  function tried(row: OutboxRow): OutboxRow {
    const tries = row.tries + 1;
    const nextTry = now() + OUTBOX_LIMITS.answerMs + pauseAfter(tries, random);
    return { ...row, state: 'sent', tries, nextTry };
  }
  /** After the try is on disk; answers whether there is a connection. */
  function handOver(rows: readonly OutboxRow[]): boolean {
    if (!link.send(rows.map(({ id, to, payload }) => ({ kind: 'send', id, to, payload })))) return false;
    for (const { id } of rows) {
      released.delete(id);
      flying.add(id);
    }
    return true;
  }
  /** Whether these rows, not written yet, can go out with their first write: nothing is before them in the queue. */
  function mayFly(rows: readonly OutboxRow[]): boolean {
    if (rows.length === 0 || !isStarted || !isOnline()) return false;
    if (rows.length > Math.min(OUTBOX_LIMITS.batch, OUTBOX_LIMITS.window - flying.size)) return false;
    if (!queue.isSettledBut(rows.map(({ id }) => id)) || !rows.every(isDue)) return false;
    for (const row of queue.pending()) if (!flying.has(row.id) && isDue(row)) return false;
    return true;
  }

  /** One batch; answers whether there may be more. */
  const sendSome = (): Promise<boolean> =>
    book.step(async () => {
      // A connection may be that of another account than before.
      if (!isStarted) await queue.reload();
      await queue.settle(true);
      release();
      if (!isOnline()) return false;
      for (const id of flying) {
        const row = queue.get(id);
        if (row === undefined || row.state !== 'sent' || !isLater(row)) flying.delete(id);
      }
      const room = Math.min(OUTBOX_LIMITS.batch, OUTBOX_LIMITS.window - flying.size);
      const due: OutboxRow[] = [];
      for (const row of queue.pending()) {
        if (due.length >= room) break;
        if (isDue(row)) due.push(row);
      }
      if (due.length === 0) return false;
      await queue.write({ outbox: due.map(tried) });
      return handOver(due) && due.length === room;
    });

  async function run(): Promise<void> {
    try {
      do {
        again = false;
        while (await sendSome());
      } while (again);
    } finally {
      isRunning = false;
    }
    const next = nextTime();
    if (next === undefined || !isOnline()) return;
    // Not in the past: what is due and not sent waits for an answer, which goes on by itself.
    const at = Math.max(next, now() + OUTBOX_LIMITS.firstPauseMs / 2);
    timer.arm(at);
    wakeAt(at);
  }

  function goOn(): void {
    again = true;
    if (isRunning) return;
    isRunning = true;
    run().catch(onFailure);
  }
  link.onState(({ phase }) => {
    flying.clear();
    // Connected again: everything that waits has reason to be tried, and what was not answered may be lost.
    if (phase !== 'online') return;
    isStarted = false;
    goOn();
  });

  return {
    goOn,
    flush(): void {
      isTriggered = true;
      goOn();
    },
    launch(rows: readonly OutboxRow[]) {
      if (!mayFly(rows)) return undefined;
      const written = rows.map(tried);
      return {
        rows: written,
        go(): void {
          queue.wrote(written);
          try {
            handOver(written);
          } catch (error) {
            // It is written, and tried again like any other: who wrote it did not fail.
            onFailure(error);
          }
        },
      };
    },
    answered: (id: MessageId): void => void (flying.delete(id) && released.delete(id)),
  };
}
