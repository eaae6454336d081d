import { assertComparable } from '../../chat/no-trace/comparable';
import { createComparing } from '../../chat/no-trace/comparing';
import type { NoTraceView } from '../../core/chat';
import type { ErrorCode } from '../../core/error-codes';
import { AppError } from '../../core/errors';
import type { Answer, Conversation } from '../../otr/contract';

export type ComparingInPagePorts = {
  /** In the order of the calls: what is to be sent then, and why something was not done. */
  readonly act: (
    call: (current: Conversation) => Answer,
  ) => Promise<{ readonly sent: readonly string[]; readonly refused?: ErrorCode }>;
  readonly post: (texts: readonly string[]) => Promise<void>;
  readonly changed: () => void;
};

/** Compares a secret through a page, which may not send what has to be said. */
export function createComparingInPage({ act, post, changed }: ComparingInPagePorts) {
  const comparing = createComparing({ act, changed });
  const isUnderWay = (): boolean => ['asking', 'asked'].includes(comparing.view().state);
  /** They are told, where the page lets us. */
  const abort = async (then: NoTraceView['smp']): Promise<void> => {
    const { sent } = await comparing.abort(then);
    await post(sent).catch(() => undefined);
  };
  /** The page did not send what has to be said: nobody waits for what never comes. */
  const failed = async (): Promise<void> => {
    if (comparing.view().state === 'asking') await abort({ state: 'none', stopped: true });
  };

  return {
    view: comparing.view,
    note: comparing.note,
    forget: comparing.forget,
    isUnderWay,
    failed,

    /** Answers what they asked, else asks. Throws `otr/*`, `chat/too-long`, and what the page fails with. */
    async compare(secret: string, question?: string): Promise<void> {
      assertComparable(secret, question);
      const { sent, refused, isCurrent } = await comparing.compare(secret, question);
      if (refused !== undefined) throw new AppError(refused);
      try {
        await post(sent);
      } catch (error) {
        if (isCurrent()) await failed();
        throw error;
      }
    },

    /** Their question is not answered, or ours is taken back: they are told. */
    async stop(): Promise<void> {
      if (isUnderWay()) await abort({ state: 'none' });
    },
  };
}
