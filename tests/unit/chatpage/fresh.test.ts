// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { createFresh } from '../../../lib/chatpage/fresh';

let time: number;
const list = document.createElement('div');
const element = document.createElement('p');
const here = { list };

/** A list 400 high of which `high` are there; the element ends `from` above the end of what can be seen. */
function layOut({ high = 400, from = 0, ...rest }: { high?: number; scrolled?: number; from?: number } = {}): void {
  const { scrolled = high - 400 } = rest;
  Object.defineProperties(list, {
    scrollHeight: { value: high, configurable: true },
    clientHeight: { value: 400, configurable: true },
  });
  list.scrollTop = scrolled;
  list.getBoundingClientRect = () => ({ bottom: 500 }) as DOMRect;
  element.getBoundingClientRect = () => ({ bottom: 500 - from }) as DOMRect;
}

const afterFirstLook = () => {
  const fresh = createFresh(() => time);
  time += 2_000;
  return fresh;
};

beforeEach(() => {
  time = 0;
  document.body.append(list);
  list.style.cssText = '';
  layOut();
});

describe('a sealed text', () => {
  it('is not new while the page still shows what was said before', () => {
    const fresh = createFresh(() => time);
    time = 1_400;
    expect(fresh.isFresh('one', element, here)).toBe(false);
    time = 1_600;
    expect(fresh.isFresh('other', element, here)).toBe(true);
  });

  it('is new once: drawn again it is not', () => {
    const fresh = afterFirstLook();
    expect(fresh.isFresh('one', element, here)).toBe(true);
    time += 60_000;
    expect(fresh.isFresh('one', element, here)).toBe(false);
  });

  it('that was seen during the first look stays old', () => {
    const fresh = createFresh(() => time);
    fresh.isFresh('one', element, here);
    time += 10_000;
    expect(fresh.isFresh('one', element, here)).toBe(false);
  });

  it('in a heap is history from the fifth on; the next alone is new', () => {
    const fresh = afterFirstLook();
    const heap = ['1', '2', '3', '4', '5', '6'].map((name) => fresh.isFresh(name, element, here));
    expect(heap).toEqual([true, true, true, true, false, false]);
    time += 1_000;
    expect(fresh.isFresh('7', element, here)).toBe(true);
  });

  it.each([
    ['at the end of a long list', { high: 5_000, from: 0 }, true],
    ['at its beginning, where the archive is put', { high: 5_000, from: 4_900 }, false],
    ['at the end, while the person reads further up', { high: 5_000, scrolled: 4_300, from: -300 }, true],
    ['in sight, while the end is far below', { high: 5_000, scrolled: 1_000, from: 0 }, false],
    ['in a list without anything to scroll', { high: 400, from: 390 }, true],
  ])('%s', (_, place, isNew) => {
    const fresh = afterFirstLook();
    layOut(place);
    expect(fresh.isFresh('one', element, here)).toBe(isNew);
  });

  it('in a list that is laid out upside down: `scrollTop` is 0 at its end and negative before it', () => {
    list.style.flexDirection = 'column-reverse';
    layOut({ high: 5_000, scrolled: 0 });
    expect(afterFirstLook().isFresh('one', element, here)).toBe(true);
    Object.defineProperty(list, 'scrollTop', { value: -4_000, configurable: true });
    expect(afterFirstLook().isFresh('one', element, here)).toBe(false);
    Reflect.deleteProperty(list, 'scrollTop');
  });

  it('counts as new where the page shows no list', () => {
    expect(afterFirstLook().isFresh('one', element, {})).toBe(true);
  });
});
