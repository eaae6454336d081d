import { useEffect, useState } from 'preact/hooks';
import type { ChatMessage } from '../../../../core/chat';
import { usePorts } from '../../../ports';

const SECOND = 1_000;
const SOON = 90 * SECOND;

/** The time now, told again as often as something drawn changes with it: each second while a message is about to go. */
export function useTime(messages: readonly ChatMessage[]): number {
  const { now } = usePorts();
  const [at, setAt] = useState(now);
  const ends = messages.flatMap(({ goneAt, body }) => (goneAt === undefined || body.kind === 'gone' ? [] : [goneAt]));
  const next = Math.min(...ends.filter((end) => end > at), Number.POSITIVE_INFINITY);
  const pause = next - at < SOON ? SECOND : 30 * SECOND;
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), pause);
    return () => clearInterval(timer);
  }, [now, pause]);
  return Math.max(at, now());
}
