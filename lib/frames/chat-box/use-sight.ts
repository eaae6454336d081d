import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import { GuardContext, SIGHT_MS } from '../shared/guard';
import type { Sight } from '../shared/visibility';

/** Whether a whole part of the frame was in sight long enough for a key to count, as PressButton asks for a press. [req 29] */
export function useSight(element: { readonly current: Element | null }): () => boolean {
  const guard = useContext(GuardContext);
  const sight = useRef<Sight | undefined>(undefined);
  useLayoutEffect(() => {
    if (element.current === null) return;
    const watched = guard.watch(element.current);
    sight.current = watched;
    return () => watched.stop();
  }, [guard, element]);
  return () => sight.current?.seenFor(SIGHT_MS) ?? false;
}
