import { useRef } from 'preact/hooks';
import type { CallId } from '../../../core/calls';
import type { ConversationId } from '../../../core/chat';
import { usePorts } from '../../ports';
import { type Act, useAct } from '../../use-act';
import { newMessageId } from '../chat/ids';

type Wanted = { readonly id: CallId; readonly conversation: ConversationId; readonly video: boolean };

export type StartCall = Pick<Act, 'busy' | 'code'> & {
  readonly start: (conversation: ConversationId, video: boolean, onStarted?: () => void) => void;
};

/** Begins a call in its own window. Asked again after a failure it is the same call, so that nobody rings twice. */
export function useStartCall(): StartCall {
  const { call } = usePorts();
  const { busy, code, run } = useAct();
  const wanted = useRef<Wanted>(undefined);
  const start: StartCall['start'] = (conversation, video, onStarted) =>
    run(async () => {
      const before = wanted.current;
      const isSame = before?.conversation === conversation && before.video === video;
      const next = isSame ? before : { id: newMessageId() as string as CallId, conversation, video };
      wanted.current = next;
      await call('calls.start', next);
      wanted.current = undefined;
      onStarted?.();
    });
  return { busy, code, start };
}
