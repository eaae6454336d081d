import { type ElementHandle, Frame, type Page } from 'puppeteer-core';
import { bounded, until } from '../wait';

/** Chromium throws away what is pressed in a frame of another origin that has moved within half a second. */
const SETTLED_MS = 600;

const seen = new WeakMap<Frame, { readonly place: string; readonly since: number }>();

const placeOf = async (frame: Frame): Promise<string> => {
  const owner = await frame.frameElement();
  return JSON.stringify(await owner?.boundingBox());
};

/** Waits until a frame stands still for as long as a browser asks. Where that cannot be told, it is not waited for. */
export async function settled(view: Page | Frame): Promise<void> {
  if (!(view instanceof Frame) || view.parentFrame() === null) return;
  const look = async (): Promise<boolean> => {
    const place = await bounded('the place of a frame', placeOf(view), 1_000).catch(() => 'unknown');
    if (place === 'unknown') return true;
    const before = seen.get(view);
    if (before?.place !== place) seen.set(view, { place, since: Date.now() });
    return before?.place === place && Date.now() - before.since >= SETTLED_MS;
  };
  await until('a frame to stand still', look, { within: 5_000 }).catch(() => undefined);
}

/** Longer than this a hand does not look: what lies over it may be what the test is about. */
const LOOK_MS = 1_000;

/**
 * Waits until the browser has told the document of a frame that this is to be seen. Our frames take no press before that
 * (requirement 29), and on a busy machine it is told late.
 */
export async function inSight(view: Page | Frame, target: ElementHandle): Promise<void> {
  if (!(view instanceof Frame) || view.parentFrame() === null) return;
  const told = target.evaluate(
    (it) =>
      new Promise<void>((resolve) => {
        const tracks = 'isVisible' in IntersectionObserverEntry.prototype;
        const init = { threshold: [0, 0.5, 0.99], ...(tracks && { trackVisibility: true, delay: 100 }) };
        const observer = new IntersectionObserver((entries) => {
          const last = entries.at(-1) as (IntersectionObserverEntry & { readonly isVisible?: boolean }) | undefined;
          if (last?.isIntersecting !== true || last.isVisible === false) return;
          observer.disconnect();
          resolve();
        }, init);
        observer.observe(it);
      }),
  );
  await bounded('a look at it', told, LOOK_MS).catch(() => undefined);
}
