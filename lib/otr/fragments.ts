import { AppError } from '../core/errors';
import { areTags } from './instance-tag';
import { OTR_LIMITS } from './limits';

export const FRAGMENT_HEAD = '?OTR|';

export type Fragment = {
  readonly sender: number;
  readonly receiver: number;
  /** 1 to `of`. */
  readonly place: number;
  readonly of: number;
  readonly piece: string;
};

const HEAD_LENGTH = '?OTR|00000000|00000000,00000,00000,,'.length;
const MOST = 65_535;

const hex = (tag: number): string => tag.toString(16).padStart(8, '0');
const decimal = (place: number): string => String(place).padStart(5, '0');

/**
 * The texts that carry `text`, each of at most `length` characters; the text itself where it is short enough. Fails with
 * `otr/unsendable` where that takes more fragments than there are numbers.
 */
export function toFragments(text: string, length: number, sender: number, receiver: number): readonly string[] {
  if (text.length <= length) return [text];
  const size = Math.max(length, OTR_LIMITS.fragmentLength) - HEAD_LENGTH;
  const count = Math.ceil(text.length / size);
  if (count > MOST) throw new AppError('otr/unsendable');
  return Array.from({ length: count }, (_, index) => {
    const piece = text.slice(index * size, (index + 1) * size);
    return `${FRAGMENT_HEAD}${hex(sender)}|${hex(receiver)},${decimal(index + 1)},${decimal(count)},${piece},`;
  });
}

// Zeros may lead. No two parts can share a character, so that a long text is gone through once.
const FORM = /^\?OTR\|([0-9a-f]{1,32})\|([0-9a-f]{1,32}),(\d{1,32}),(\d{1,32}),([^,]+),/i;

/** One fragment. Fails with `wire/malformed`, also where its place is none. */
export function readFragment(text: string): Fragment {
  const [, from = '', to = '', k = '', n = '', piece = ''] = FORM.exec(text) ?? [];
  const [sender, receiver] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  const [place, of] = [Number(k), Number(n)];
  const fits = place >= 1 && place <= of && of <= MOST && areTags(sender, receiver);
  if (!fits) throw new AppError('wire/malformed');
  return { sender, receiver, place, of, piece };
}

/** Puts fragments together, in their order only ("Receiving Fragments"), for each instance of the other side. */
export type Assembly = {
  /** The whole text, at its last fragment. A fragment out of place forgets what was stored. */
  add(fragment: Fragment): string | undefined;
  clear(): void;
};

export function createAssembly(): Assembly {
  const stored = new Map<number, { readonly place: number; readonly of: number; readonly text: string }>();
  return {
    add({ sender, place, of, piece }) {
      const before = stored.get(sender) ?? { place: 0, of: 0, text: '' };
      stored.delete(sender);
      const follows = place === 1 || (place === before.place + 1 && of === before.of);
      const text = place === 1 ? piece : before.text + piece;
      if (!follows || text.length > OTR_LIMITS.textLength) return undefined;
      if (place === of) return text;
      stored.set(sender, { place, of, text });
      const [oldest] = stored.keys();
      if (stored.size > OTR_LIMITS.assemblies && oldest !== undefined) stored.delete(oldest);
      return undefined;
    },
    clear: () => stored.clear(),
  };
}
