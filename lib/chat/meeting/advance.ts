import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import type { UserId } from '../../core/wire/ids';
import type { RelayAccount } from '../../net/contract';
import type { Entry } from '../book';
import { type MeetingParts, NOTHING, type Session } from './context';
import { readDirectory } from './directory';
import { MEETING_LIMITS } from './limits';
import type { Move } from './next-move';
import { createPauses } from './pauses';
import { moveFor, proceed } from './proceed';
import { settle, withProblem } from './settle';

export type Advance = {
  /** Every conversation goes on as far as decisions and the relay allow. Never two at once. */
  all(): Promise<void>;
  /** One of them, whatever pause there is. Fails with what the relay fails with. */
  one(id: ConversationId, first?: Move): Promise<void>;
  /** Something waits for the time, and it has come. */
  isDue(): boolean;
};

const isCode = (error: unknown, code: string): boolean => error instanceof AppError && error.code === code;

export function createAdvance(parts: MeetingParts, session: Session): Advance {
  const { book, link, now } = parts;
  const pauses = createPauses(now);
  let running: Promise<void> | undefined;
  let again = false;
  let lastAt = 0;

  const find = async (id: ConversationId): Promise<Entry | undefined> =>
    (await book.entries()).find(({ record }) => record.id === id);

  /** What decisions lead to without the relay; and where nothing more is wanted, nothing is said to be in the way. */
  const settleOne = (id: ConversationId, mine: UserId): Promise<void> =>
    session.step(async () => {
      const entry = await find(id);
      if (entry === undefined) return NOTHING;
      const settled = await settle(parts, entry);
      const isDone = settled.record.problem !== undefined && (await moveFor(parts, settled, mine)) === undefined;
      const next = isDone ? { ...settled, record: withProblem(settled.record, undefined) } : settled;
      return next === entry ? NOTHING : { change: { entries: [next] }, notices: [] };
    });

  const goOn = async (account: RelayAccount, id: ConversationId, first?: Move): Promise<void> => {
    const entry = await find(id);
    if (entry === undefined) return;
    const { user } = entry.record;
    // Outside of a step: whatever else is to be done does not wait for the relay.
    const directory = readDirectory(user, await link.ask('prekeys.take', { user }), now());
    await session.step(async () => {
      const current = await find(id);
      const wanted = current && (first ?? (await moveFor(parts, current, account.user)));
      return wanted === undefined || current === undefined
        ? NOTHING
        : proceed(parts, current, account.user, directory, first);
    });
  };

  /** False where the relay cannot be asked any more now. */
  const visit = async (account: RelayAccount, id: ConversationId): Promise<boolean> => {
    await settleOne(id, account.user);
    const entry = await find(id);
    const move = entry && (await moveFor(parts, entry, account.user));
    if (entry === undefined || move === undefined) {
      pauses.done(id);
      return true;
    }
    if (link.state().phase !== 'online') return false;
    // Another device, or another decision, is another wish.
    const wanted = `${move} ${entry.record.peer?.device} ${entry.record.rival?.device} ${entry.record.theyAccepted}`;
    if (pauses.isPaused(id, wanted)) return true;
    try {
      await goOn(account, id);
      const after = await find(id);
      if (after !== undefined && (await moveFor(parts, after, account.user)) === move) pauses.failed(id, wanted);
      else pauses.done(id);
      return true;
    } catch (error) {
      if (isCode(error, 'relay/unreachable')) return false;
      pauses.failed(id, wanted);
      parts.onFailure(error);
      if (!isCode(error, 'relay/wait')) return true;
      parts.wakeAt(now() + MEETING_LIMITS.relayWaitMs);
      return false;
    }
  };

  const round = async (): Promise<void> => {
    lastAt = now();
    const account = await session.account();
    if (account === undefined) return;
    const mine = (await book.entries()).filter(({ record }) => record.mine === account.user);
    let asks = true;
    for (const { record } of mine) {
      // Without the relay, decisions are still followed.
      if (asks) asks = await visit(account, record.id);
      else await settleOne(record.id, account.user);
    }
  };
  const rounds = async (): Promise<void> => {
    do {
      again = false;
      await round();
    } while (again);
  };

  return {
    all() {
      again = true;
      running ??= rounds().finally(() => {
        running = undefined;
      });
      return running;
    },
    async one(id, first) {
      const account = await session.account();
      if (account !== undefined) await goOn(account, id, first);
    },
    isDue: () => pauses.isDue() || Math.abs(now() - lastAt) > MEETING_LIMITS.longestPauseMs,
  };
}
