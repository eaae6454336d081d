// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TicketId } from '../../../lib/core/brand';
import { announceHeight, HEIGHT_LIMIT } from '../../../lib/frames/shared/resize';
import { watchSight } from '../../../lib/frames/shared/visibility';
import { TICKET } from './support';

type Entry = { isIntersecting: boolean; intersectionRatio: number; isVisible?: boolean };
let report: (entry: Entry) => void = () => undefined;
let asked: { trackVisibility?: boolean; delay?: number } = {};
let time = 0;

/** A browser that says what a test says of what can be seen. */
function browserThat(knowsVisibility: boolean): void {
  class FakeEntry {}
  if (knowsVisibility) Object.defineProperty(FakeEntry.prototype, 'isVisible', { value: false });
  vi.stubGlobal('IntersectionObserverEntry', FakeEntry);
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(heard: (entries: Entry[]) => void, init: typeof asked) {
        report = (entry) => heard([entry]);
        asked = init;
      }
      observe() {}
      disconnect() {}
    },
  );
}
const plain: Entry = { isIntersecting: true, intersectionRatio: 1, isVisible: true };
const watch = () => watchSight(document.body, () => time);

beforeEach(() => {
  time = 0;
  browserThat(true);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('what is in sight', () => {
  it('asks the browser to vouch for the pixels where it can [req 29]', () => {
    watch();
    expect(asked).toMatchObject({ trackVisibility: true, delay: 100 });
  });

  it('is not in sight before the browser has looked', () => {
    expect(watch().seenFor(0)).toBe(false);
  });

  it('must have been in sight without interruption [req 29]', () => {
    const sight = watch();
    report(plain);
    time = 300;
    expect(sight.seenFor(350)).toBe(false);
    time = 350;
    expect(sight.seenFor(350)).toBe(true);
    report({ ...plain, isVisible: false });
    expect(sight.seenFor(0)).toBe(false);
    report(plain);
    time = 400;
    expect(sight.seenFor(350)).toBe(false);
  });

  it.each([
    ['covered, faded, scaled or filtered', { ...plain, isVisible: false }],
    ['outside of the window', { isIntersecting: false, intersectionRatio: 0, isVisible: true }],
    ['mostly outside', { ...plain, intersectionRatio: 0.4 }],
  ])('is not in sight when it is %s [req 29]', (_name, entry) => {
    const sight = watch();
    report(entry);
    expect(sight.seenFor(0)).toBe(false);
  });

  it('goes by the window alone where the browser cannot vouch (Firefox)', () => {
    browserThat(false);
    const sight = watch();
    expect(asked.trackVisibility).toBeUndefined();
    report({ isIntersecting: true, intersectionRatio: 1 });
    expect(sight.seenFor(0)).toBe(true);
  });

  it('waits a moment for the first look of a frame that has just appeared, and no longer', async () => {
    vi.useFakeTimers();
    const soon = watch().becomesSeen(400);
    report(plain);
    await expect(soon).resolves.toBe(true);
    const never = watch().becomesSeen(400);
    await vi.advanceTimersByTimeAsync(400);
    await expect(never).resolves.toBe(false);
  });
});

describe('what the page is told of us', () => {
  it('is one number, and no more than a page should lay out', () => {
    const heard: (() => void)[] = [];
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(changed: () => void) {
          heard.push(changed);
        }
        observe() {}
        disconnect() {}
      },
    );
    const root = document.createElement('div');
    let height = 120.4;
    root.getBoundingClientRect = () => ({ height }) as DOMRect;
    const postMessage = vi.fn();
    announceHeight(TICKET as TicketId, root, { postMessage });
    heard[0]?.();
    height = 900_000;
    heard[0]?.();
    expect(postMessage.mock.calls).toEqual([
      [{ sotto: 'resize', ticket: TICKET, height: 121 }, '*'],
      [{ sotto: 'resize', ticket: TICKET, height: HEIGHT_LIMIT }, '*'],
    ]);
  });
});
