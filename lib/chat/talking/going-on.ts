import { statusOf } from '../../channel/channel';
import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import type { Entry } from '../book';
import { WITHDRAWN_MESSAGES } from '../content';
import type { OutboxRow, Receipt } from '../rows';
import { createTimer } from '../timer';
import { contentOf } from './content-of';
import type { TalkingParts } from './parts';
import type { Sealing } from './seal';
import { hasSession, inStep, type Step } from './step';

/** Messages that are sealed in one step. */
const BATCH = 100;
/** Receipts wait so long for others. */
const RECEIPT_MS = 1_000;

type GoingOnParts = TalkingParts & { readonly sealing: Sealing };

/** Whatever waits for a session, in steps that others come between: messages that are not sealed, and receipts. */
export function createGoingOn(parts: GoingOnParts) {
  const { book, outbox, meeting, sealing, announce, onFailure } = parts;
  let isRunning = false;
  let isWanted = false;
  const timer = createTimer(parts.now, goOn);

  const isHeld = ({ to }: OutboxRow) => to.length === 0;

  async function sealOne(step: Step, entry: Entry, held: OutboxRow): Promise<Entry | undefined> {
    const { message } = held;
    const line = message === undefined ? undefined : await book.message(held.conversation, message);
    if (line === undefined || line.opened || line.content === undefined) {
      step.unqueue([held.id]);
      return entry;
    }
    const content = contentOf(line);
    // Its file is still on its way.
    if (content === undefined) return undefined;
    return sealing.put(step, entry, content, line.id, held);
  }

  /** Receipts that got lost are owed again. */
  function owingAgain(step: Step, entry: Entry, held: readonly OutboxRow[]): Entry {
    const lost = held.filter(({ receipt }) => receipt !== undefined);
    if (lost.length === 0) return entry;
    step.unqueue(lost.map(({ id }) => id));
    const { record } = entry;
    const owed: Receipt = {
      opened: [...new Set([...(record.owed?.opened ?? []), ...lost.flatMap(({ receipt }) => receipt?.opened ?? [])])],
      read: [...new Set([...(record.owed?.read ?? []), ...lost.flatMap(({ receipt }) => receipt?.read ?? [])])],
    };
    return { ...entry, record: { ...record, owed } };
  }

  /** What was worth nothing any more is told, where the session that misses it is still the one that is used. */
  function withdrawing(step: Step, entry: Entry, held: readonly OutboxRow[]): Entry {
    const gone = held.filter(({ passing }) => passing !== undefined);
    if (gone.length === 0 || entry.channel === undefined) return entry;
    step.unqueue(gone.map(({ id }) => id));
    const [current] = statusOf(entry.channel).tags;
    const indices = gone.flatMap(({ passing }) => (passing?.tag === current ? [passing?.index ?? 0] : []));
    let next = entry;
    for (let at = 0; at < indices.length; at += WITHDRAWN_MESSAGES) {
      next = sealing.put(step, next, { kind: 'withdrawn', indices: indices.slice(at, at + WITHDRAWN_MESSAGES) });
    }
    return next;
  }

  /** One step for one conversation; answers whether there may be more to do. */
  const sealSome = (id: ConversationId): Promise<boolean> =>
    inStep(parts, async (step) => {
      let entry = await step.entry(id);
      if (!hasSession(entry) || !(await meeting.status(entry)).writable) return false;
      const held = (await outbox.pending(id)).filter(isHeld);
      entry = sealing.receipts(step, owingAgain(step, withdrawing(step, entry, held), held));
      let count = 0;
      for (const one of held) {
        if (one.message === undefined) continue;
        if (count >= BATCH) return true;
        const next = await sealOne(step, entry, one);
        if (next === undefined) continue;
        entry = next;
        count += 1;
      }
      return false;
    });

  async function all(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      if ((await parts.vault.state()).phase !== 'unlocked') return;
      const held = await book.step(async () => (await outbox.pending()).filter(isHeld));
      const waiting = new Set(held.map(({ conversation }) => conversation));
      for (const { record } of await book.entries()) {
        if (!waiting.has(record.id) && record.owed === undefined) continue;
        while (await sealSome(record.id)) outbox.flush();
        outbox.flush();
        announce('chat');
      }
    }
  }

  async function run(): Promise<void> {
    try {
      await all();
    } finally {
      isRunning = false;
    }
  }

  function goOn(): void {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    run().catch((error: unknown) => {
      // Locked in between: it goes on when keys are open again.
      if (!(error instanceof AppError && error.code === 'vault/locked')) onFailure(error);
    });
  }

  return {
    /** Seals what waits now. */
    goOn,
    /** Receipts are owed: they go with the next message, or in a moment. */
    soon: (): void => timer.arm(parts.now() + RECEIPT_MS),
  };
}
