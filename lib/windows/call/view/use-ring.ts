import { useEffect } from 'preact/hooks';
import { startRing } from '../peer/ring-tone';

/** A tone while it rings, here or there. */
export function useRing(kind: 'incoming' | 'outgoing', rings: boolean): void {
  useEffect(() => {
    if (!rings) return;
    const ring = startRing(kind);
    return () => ring.stop();
  }, [kind, rings]);
}
