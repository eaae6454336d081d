/**
 * Is what the person is about to press really to be seen? The page around us can cover, fade, scale or move our
 * frame; IntersectionObserver v2 (Chrome) tells whether the browser itself vouches for the pixels.
 * Firefox tells only whether the element is inside the viewport. [req 29]
 */
export type Sight = {
  /** Seen without interruption for at least this long, in milliseconds. */
  seenFor(milliseconds: number): boolean;
  /** True as soon as the element is reported seen; false after `milliseconds` without it. */
  becomesSeen(milliseconds: number): Promise<boolean>;
  stop(): void;
};

type VisibilityEntry = IntersectionObserverEntry & { readonly isVisible?: boolean };
type VisibilityInit = IntersectionObserverInit & { readonly trackVisibility?: boolean; readonly delay?: number };

/** The smallest delay that Chrome allows between two looks. */
const LOOK_EVERY_MS = 100;

export const tracksVisibility = (): boolean =>
  typeof IntersectionObserverEntry === 'function' && 'isVisible' in IntersectionObserverEntry.prototype;

export function watchSight(element: Element, now: () => number = () => performance.now()): Sight {
  let seenSince: number | undefined;
  const waiting = new Set<() => void>();
  const full = tracksVisibility();
  const init: VisibilityInit = full
    ? { threshold: [0, 0.5, 0.99], trackVisibility: true, delay: LOOK_EVERY_MS }
    : { threshold: [0, 0.5, 0.99] };
  const observer = new IntersectionObserver((entries) => {
    const last = entries.at(-1) as VisibilityEntry | undefined;
    if (last === undefined) return;
    const seen = last.isIntersecting && last.intersectionRatio >= 0.5 && (!full || last.isVisible === true);
    seenSince = seen ? (seenSince ?? now()) : undefined;
    if (seen) for (const resolve of [...waiting]) resolve();
  }, init);
  observer.observe(element);
  return {
    seenFor: (milliseconds) => seenSince !== undefined && now() - seenSince >= milliseconds,
    becomesSeen: (milliseconds) =>
      new Promise((resolve) => {
        if (seenSince !== undefined) return resolve(true);
        const settle = (seen: boolean) => {
          waiting.delete(arrived);
          clearTimeout(timer);
          resolve(seen);
        };
        const arrived = () => settle(true);
        const timer = setTimeout(() => settle(false), milliseconds);
        waiting.add(arrived);
      }),
    stop: () => observer.disconnect(),
  };
}
