import { useEffect, useRef } from 'preact/hooks';
import type { ConversationId } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { createTypingTeller, type TypingTeller } from './typing-teller';

/** Tells that somebody writes here; taken back when they leave. */
export function useTyping(id: ConversationId): TypingTeller {
  const { call, now } = usePorts();
  const teller = useRef<TypingTeller>(undefined);
  teller.current ??= createTypingTeller({
    // Whether the other side hears of it is set in Settings; here it is only said.
    tell: (on) => {
      call('chat.typing', { id, on }).catch(() => undefined);
    },
    now,
    later: (work, afterMs) => {
      const timer = setTimeout(work, afterMs);
      return () => clearTimeout(timer);
    },
  });
  const { current } = teller;
  useEffect(() => current.stop, [current]);
  return current;
}
