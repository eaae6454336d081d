import { assertComparable } from '../../chat/no-trace/comparable';
import { smpViewOf } from '../../chat/no-trace/smp-view';
import type { NoTraceView } from '../../core/chat';
import type { ErrorCode } from '../../core/error-codes';
import { AppError } from '../../core/errors';
import type { Answer, Conversation } from '../../otr/contract';
import type { OtrEvent } from '../../otr/events';

export type ComparingPorts = {
  /** In the order of the calls: what is to be sent then, and why something was not done. */
  readonly act: (
    call: (current: Conversation) => Answer,
  ) => Promise<{ readonly sent: readonly string[]; readonly refused?: ErrorCode }>;
  readonly post: (texts: readonly string[]) => Promise<void>;
  readonly changed: () => void;
};

/** Compares a secret without giving it away (SMP), in one private conversation. The secret is kept nowhere. */
export function createComparing({ act, post, changed }: ComparingPorts) {
  let smp: NoTraceView['smp'] = { state: 'none' };
  /** Counts comparisons, so that one that is over changes nothing. */
  let turn = 0;

  const become = (next: NoTraceView['smp']): void => {
    smp = next;
    changed();
  };
  /** They are told, where the page lets us. */
  const abort = async (then: NoTraceView['smp']): Promise<void> => {
    turn += 1;
    become(then);
    const { sent } = await act((current) => current.abortSmp());
    // It told of itself, too.
    become(then);
    await post(sent).catch(() => undefined);
  };

  return {
    view: () => smp,
    isUnderWay: (): boolean => smp.state === 'asking' || smp.state === 'asked',
    forget(): void {
      turn += 1;
      smp = { state: 'none' };
    },
    note: (event: Extract<OtrEvent, { type: 'smp' }>): void => become(smpViewOf(event)),

    /** The page did not send what has to be said: nobody waits for what never comes. */
    async failed(): Promise<void> {
      if (smp.state === 'asking') await abort({ state: 'none', stopped: true });
    },

    /** Answers what they asked, else asks. Throws `otr/*`, `chat/too-long`, and what the page fails with. */
    async compare(secret: string, question?: string): Promise<void> {
      assertComparable(secret, question);
      const mine = ++turn;
      const isAnswer = smp.state === 'asked';
      const begun = { state: 'asking' } as const;
      become(begun);
      const { sent, refused } = await act((current) => {
        // Their question may have come, or gone, since this person wrote.
        if (mine === turn) smp = begun;
        return isAnswer ? current.answerSmp(secret) : current.startSmp(secret, question === '' ? undefined : question);
      });
      if (refused !== undefined) {
        if (mine === turn) become({ state: 'none' });
        throw new AppError(refused);
      }
      try {
        await post(sent);
      } catch (error) {
        if (mine === turn) await this.failed();
        throw error;
      }
    },

    /** Their question is not answered, or ours is taken back: they are told. */
    async stop(): Promise<void> {
      if (this.isUnderWay()) await abort({ state: 'none' });
    },
  };
}
