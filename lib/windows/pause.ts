import { useEffect, useState } from 'preact/hooks';
import { usePorts } from './ports';

/** Whole seconds until a pause is over, counting down; 0 where there is none. */
export function usePause(until: number | undefined): number {
  const { now } = usePorts();
  const rest = () => (until === undefined ? 0 : Math.max(0, Math.ceil((until - now()) / 1_000)));
  const [, tick] = useState(0);
  const left = rest();
  useEffect(() => {
    if (left === 0) return;
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [left === 0]);
  return left;
}

export function pauseWords(seconds: number): string {
  if (seconds < 90) return `Too many wrong passphrases. Try again in ${seconds} seconds.`;
  return `Too many wrong passphrases. Try again in ${Math.ceil(seconds / 60)} minutes.`;
}
