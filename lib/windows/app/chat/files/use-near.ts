import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Pixels beyond the edge of the window at which something begins to be needed. */
const MARGIN = '600px';

/** True from the moment on at which an element is in sight, or nearly. */
export function useNear(element: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    const { current } = element;
    if (near || current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: MARGIN },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [near]);
  return near;
}
