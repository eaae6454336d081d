import { useRef } from 'preact/hooks';
import { CALL_LIMITS, type CallId } from '../../../core/calls';
import type { ConversationId } from '../../../core/chat';
import { usePorts } from '../../ports';
import { type Act, useAct } from '../../use-act';
import { newMessageId } from '../chat/ids';

type Wanted = { readonly id: CallId; readonly conversation: ConversationId; readonly video: boolean };
type Tried = { readonly wanted: Wanted; readonly at: number };

export type StartCall = Pick<Act, 'busy' | 'code'> & {
  readonly start: (conversation: ConversationId, video: boolean, onStarted?: () => void) => void;
};

/**
 * Begins a call in its own window. Asked again after a failure it is the same call, so that nobody rings twice; but not
 * after it would have rung to its end.
 */
export function useStartCall(): StartCall {
  const { call, now } = usePorts();
  const { busy, code, run } = useAct();
  const tried = useRef<Tried>(undefined);
  const start: StartCall['start'] = (conversation, video, onStarted) =>
    run(async () => {
      const at = now();
      const before = tried.current;
      const isAgain =
        before?.wanted.conversation === conversation &&
        before.wanted.video === video &&
        at - before.at < CALL_LIMITS.ringMs;
      const next = isAgain ? before : { wanted: { id: newMessageId() as string as CallId, conversation, video }, at };
      tried.current = next;
      await call('calls.start', next.wanted);
      tried.current = undefined;
      onStarted?.();
    });
  return { busy, code, start };
}
