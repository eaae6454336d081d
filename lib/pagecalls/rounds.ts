import type { CallOrigin } from '../core/call-lines';
import type { Book, Change } from './book';
import type { Context } from './context';
import type { EarlyMessages } from './early-messages';
import { PAGE_CALL_LIMITS } from './limits';
import { takeMessage } from './messages';
import { isFrom } from './seats';
import { present } from './state';
import { isUnlocked, nextRepair, tend } from './tend';

/** While keys are locked, nothing can go out: it is looked at so often. */
const LOCKED_MS = 60_000;

/** Every change is followed by all that it makes due, by what goes out, and by who has to look again. */
export function createRounds(context: Context, book: Book, early: EarlyMessages, flush: () => Promise<boolean>) {
  const { ports } = context;

  /** What was said before the list named who said it. */
  const catchUp = async (change: Change): Promise<void> => {
    const isKnown = (id: string, from: CallOrigin): boolean =>
      change.world.tabs.some(({ call }) => call?.id === id && present(call).some((member) => isFrom(member, from)));
    for (const { from, message, at } of early.take(isKnown, change.now)) {
      await takeMessage(context, early, change, message, { from, at }).catch(ports.onFailure);
    }
  };
  const wake = async (): Promise<void> => {
    const isLeft = await flush();
    const now = ports.now();
    const unlocked = await isUnlocked(context);
    const due = unlocked ? nextRepair(await book.read(), now) : undefined;
    if (due !== undefined) ports.wakeAt(due);
    if (book.glimpse()?.tabs.some(({ call }) => call !== undefined)) ports.wakeAt(now + PAGE_CALL_LIMITS.lookMs);
    if (isLeft) ports.wakeAt(now + (unlocked ? PAGE_CALL_LIMITS.againMs : LOCKED_MS));
  };

  return {
    change: <T>(work: (change: Change) => Promise<T> | T): Promise<T> =>
      book.change(async (one) => {
        const result = await work(one);
        await tend(context, one);
        await catchUp(one);
        // Who was caught up with may have what is due now.
        await tend(context, one);
        return result;
      }),
    after(quiet: boolean): void {
      if (!quiet) ports.announce();
      wake().catch(ports.onFailure);
    },
  };
}
