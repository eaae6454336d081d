import type { NoTraceView } from '../../core/chat';
import type { ErrorCode } from '../../core/error-codes';
import type { Answer, Conversation } from '../../otr/contract';
import type { OtrEvent } from '../../otr/events';
import { smpViewOf } from './smp-view';

/** What became of a call, and why something was not done. */
type Done = { readonly refused?: ErrorCode };

export type ComparingPorts<D extends Done> = {
  /** In the order of the calls. */
  readonly act: (call: (current: Conversation) => Answer) => Promise<D>;
  readonly changed: () => void;
};

/** How far the comparison of a secret (SMP) is in one private conversation. The secret is kept nowhere. */
export function createComparing<D extends Done>({ act, changed }: ComparingPorts<D>) {
  let smp: NoTraceView['smp'] = { state: 'none' };
  /** Counts comparisons, so that one that is over changes nothing. */
  let turn = 0;

  const become = (next: NoTraceView['smp']): void => {
    smp = next;
    changed();
  };

  return {
    view: () => smp,
    note: (event: Extract<OtrEvent, { type: 'smp' }>): void => become(smpViewOf(event)),
    forget(): void {
      turn += 1;
      smp = { state: 'none' };
    },

    /** Answers what they asked, else asks. `isCurrent`: whether nothing has taken its place. */
    async compare(secret: string, question?: string): Promise<D & { readonly isCurrent: () => boolean }> {
      const mine = ++turn;
      const isCurrent = () => mine === turn;
      const isAnswer = smp.state === 'asked';
      const begun = { state: 'asking' } as const;
      become(begun);
      const done = await act((current) => {
        // Their question may have come, or gone, since this person wrote.
        if (isCurrent()) smp = begun;
        return isAnswer ? current.answerSmp(secret) : current.startSmp(secret, question === '' ? undefined : question);
      });
      if (done.refused !== undefined && isCurrent()) become({ state: 'none' });
      return { ...done, isCurrent };
    },

    /** Nothing is compared any more; what is to be said of it is in the answer. */
    async abort(then: NoTraceView['smp']): Promise<D> {
      const mine = ++turn;
      become(then);
      const done = await act((current) => current.abortSmp());
      // It told of itself, too.
      if (mine === turn) become(then);
      return done;
    },
  };
}
