import { useEffect, useState } from 'preact/hooks';
import { usePorts } from '../../ports';

/** Now, once a second while it is looked at. Milliseconds since 1970. */
export function useClock(runs: boolean): number {
  const { now } = usePorts();
  const [at, setAt] = useState(now);
  useEffect(() => {
    if (!runs) return;
    setAt(now());
    const timer = setInterval(() => setAt(now()), 1_000);
    return () => clearInterval(timer);
  }, [runs, now]);
  return at;
}
