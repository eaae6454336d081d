// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { createParts } from '../../../lib/chatpage/parts';
import { findInline } from '../../../lib/inline/find-inline';
import type { InlinePart } from '../../../lib/inline/part';
import { toInline } from '../../../lib/inline/to-inline';

const payload = (by: number) => new Uint8Array(300).map((_, at) => (at * by) % 256);
const partsOf = (octets: Uint8Array): readonly InlinePart[] =>
  toInline(octets, 200).flatMap((text) => findInline(text).flatMap((one) => (one.kind === 'part' ? [one.part] : [])));
const shown = (): HTMLElement => document.body.appendChild(document.createElement('p'));
/** Elements are told apart by what they are, not by what is in them. */
const isSame = (one: readonly HTMLElement[] | undefined, other: readonly (HTMLElement | undefined)[]): boolean =>
  one?.length === other.length && one.every((element, at) => element === other[at]);

beforeEach(() => {
  document.body.replaceChildren();
});

describe('parts of a message in a page', () => {
  it('make it whole in any order; it is shown where its first part stands', () => {
    const parts = createParts(() => 0);
    const all = partsOf(payload(7));
    expect(all.length).toBeGreaterThan(2);
    const elements = new Map(all.map((part) => [part, shown()]));
    const [first, ...rest] = all as readonly [InlinePart, ...InlinePart[]];
    const order = [...rest.slice(1), first, ...rest.slice(0, 1)];
    const gathered = order.map((part) => parts.add(elements.get(part) as HTMLElement, part, false));
    expect(gathered.slice(0, -1).every(({ state }) => state === 'waiting')).toBe(true);
    const last = gathered.at(-1);
    if (last?.state !== 'whole') throw new Error('the message is not whole');
    expect(last.octets).toEqual(payload(7));
    expect(last.at).toBe(elements.get(first));
    expect(isSame(last.all, [...elements.values()])).toBe(true);
  });

  it('of two senders never make one message', () => {
    const parts = createParts(() => 0);
    const [first, ...rest] = partsOf(payload(7)) as [InlinePart, ...InlinePart[]];
    parts.add(shown(), first, true);
    expect(rest.map((part) => parts.add(shown(), part, false).state)).not.toContain('whole');
    expect(parts.add(shown(), first, false).state).toBe('whole');
  });

  it('of two messages of one sender stay apart', () => {
    const parts = createParts(() => 0);
    const [one, other] = [partsOf(payload(7)), partsOf(payload(11))];
    const mixed = one.flatMap((part, index) => [part, other[index] as InlinePart]);
    const whole = mixed.map((part) => parts.add(shown(), part, false)).filter(({ state }) => state === 'whole');
    expect(whole).toMatchObject([{ octets: payload(7) }, { octets: payload(11) }]);
  });

  it('that the page drew anew are joined at once, in the elements that are there now', () => {
    const parts = createParts(() => 0);
    const all = partsOf(payload(7));
    for (const part of all) parts.add(shown(), part, false);
    document.body.replaceChildren();
    const again = all.map((part) => {
      const element = shown();
      return { element, gathered: parts.add(element, part, false) };
    });
    const there = again.map(({ gathered }) => (gathered.state === 'whole' ? gathered.all : undefined));
    expect(isSame(there[0], [again[0]?.element])).toBe(true);
    expect(
      isSame(
        there.at(-1),
        again.map(({ element }) => element),
      ),
    ).toBe(true);
  });

  it('of more messages than are remembered forget the oldest, and go on', () => {
    const parts = createParts(() => 0);
    const all = partsOf(payload(7));
    for (let by = 1; by < 400; by++) {
      const [first] = partsOf(new Uint8Array(300).fill(by % 256).fill(by >> 8, 0, 1)) as [InlinePart];
      parts.add(shown(), first, false);
    }
    expect(all.map((part) => parts.add(shown(), part, false).state).at(-1)).toBe('whole');
  });
});
