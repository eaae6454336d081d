import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConversationView } from '../../../../core/chat';
import { usePorts } from '../../../ports';

const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Whether a person has this window in front of them. */
export function useLookedAt(): boolean {
  const [looked, setLooked] = useState(isLookedAt);
  useEffect(() => {
    const follow = () => setLooked(isLookedAt());
    follow();
    addEventListener('focus', follow);
    addEventListener('blur', follow);
    document.addEventListener('visibilitychange', follow);
    return () => {
      removeEventListener('focus', follow);
      removeEventListener('blur', follow);
      document.removeEventListener('visibilitychange', follow);
    };
  }, []);
  return looked;
}

/**
 * Tells that messages were read: those that were on the screen while the window was in front. From then on the time of
 * those that go after reading runs, on both sides, so it is never said too early.
 */
export function useReading(view: ConversationView, lastSeen: number | undefined): void {
  const { call } = usePorts();
  const looked = useLookedAt();
  const told = useRef(-1);
  useEffect(() => {
    const { id, unread } = view;
    if (!looked || unread === 0 || lastSeen === undefined || lastSeen <= told.current) return;
    const before = told.current;
    told.current = lastSeen;
    call('chat.read', { id, place: lastSeen }).catch(() => {
      // Said again when the conversation is told again.
      told.current = before;
    });
  }, [call, looked, view, lastSeen]);
}
