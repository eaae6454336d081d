import { expect } from 'vitest';
import { type Found, findInline } from '../../../lib/inline/find-inline';
import { createJoiner, type Joined } from '../../../lib/inline/joiner';
import type { InlinePart } from '../../../lib/inline/part';

/** Octets that look like sealed ones and are the same each time. */
export const sealedOctets = (length: number, seed = 1): Uint8Array => {
  let state = seed >>> 0;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
};

export const partsIn = (text: string): readonly InlinePart[] =>
  findInline(text).flatMap((found) => (found.kind === 'part' ? [found.part] : []));

/** The one thing found in a text. */
export function onlyOne(text: string): Found {
  const found = findInline(text);
  expect(found).toHaveLength(1);
  return found[0] as Found;
}

/** What a joiner says of these texts, one after the other. */
export function joinAll(texts: readonly string[], joiner = createJoiner({ now: () => 0 })): readonly Joined[] {
  return texts.flatMap(partsIn).map((part) => joiner.add(part));
}

export const wholeOf = (joined: readonly Joined[]): readonly Uint8Array[] =>
  joined.flatMap((one) => (one.state === 'whole' ? [one.octets] : []));
