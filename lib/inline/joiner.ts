import { crc24 } from '../core/crc24';
import { INLINE_LIMITS } from './limits';
import type { InlinePart } from './part';

/** What is known of a message after one more of its parts. */
export type Joined =
  /** All parts are here. `again` where they were before this part came, too. */
  | { readonly state: 'whole'; readonly octets: Uint8Array; readonly again: boolean }
  | { readonly state: 'waiting'; readonly parts: number; readonly count: number }
  /** All parts are here and do not belong together: forgotten, so that it can be sent again. */
  | { readonly state: 'changed' };

/** Joins parts of one sender in one conversation: whoever sends others can so spoil nobody's but their own. */
export type Joiner = {
  add(part: InlinePart): Joined;
  /** How much is remembered, what is too old left out; a part counts for 128 octets more than it has. */
  readonly held: { readonly messages: number; readonly octets: number };
  clear(): void;
};

export type JoinerOptions = { readonly now: () => number };

/** What a part costs beside its octets: else very many very small ones would be nearly free. */
const PART_COST = 128;

type Message = { readonly parts: Map<number, Uint8Array>; octets: number; touched: number };

const sameOctets = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((octet, at) => octet === other[at]);

/**
 * Parts come in any order and any number of times. A whole message is remembered as long as an unfinished one, so that
 * a list that the page draws anew is joined at once. What comes later counts where two parts want the same place.
 */
export function createJoiner({ now }: JoinerOptions): Joiner {
  /** By when they were last added to, the oldest first. */
  const messages = new Map<string, Message>();
  let octets = 0;

  const forget = (key: string): void => {
    octets -= messages.get(key)?.octets ?? 0;
    messages.delete(key);
  };

  const forgetOld = (): void => {
    for (const [key, { touched }] of messages) if (now() - touched > INLINE_LIMITS.rememberedMs) forget(key);
  };

  const makeRoom = (): void => {
    for (const key of messages.keys()) {
      const fits = messages.size <= INLINE_LIMITS.messages && octets <= INLINE_LIMITS.rememberedOctets;
      if (fits || messages.size === 1) return;
      forget(key);
    }
  };

  const put = (key: string, part: InlinePart): Message => {
    const before = messages.get(key);
    const held = before?.parts.get(part.place);
    const isOther = held !== undefined && !sameOctets(held, part.octets);
    // Another message by the same name: nothing of one that was whole belongs to it.
    const goesOn = before !== undefined && !(isOther && before.parts.size === part.count);
    const message = goesOn ? before : { parts: new Map<number, Uint8Array>(), octets: 0, touched: 0 };
    forget(key);
    const replaced = message.parts.get(part.place);
    message.octets += part.octets.length - (replaced === undefined ? -PART_COST : replaced.length);
    message.parts.set(part.place, part.octets);
    message.touched = now();
    messages.set(key, message);
    octets += message.octets;
    return message;
  };

  return {
    add(part) {
      forgetOld();
      const key = `${part.id}/${part.count}/${part.total}`;
      const before = messages.get(key);
      const wasWhole = before?.parts.size === part.count;
      const message = put(key, part);
      makeRoom();
      if (message.parts.size < part.count) return { state: 'waiting', parts: message.parts.size, count: part.count };
      const whole = join(message.parts, part);
      if (crc24(whole) === part.id) return { state: 'whole', octets: whole, again: wasWhole && before === message };
      forget(key);
      return { state: 'changed' };
    },
    get held() {
      forgetOld();
      return { messages: messages.size, octets };
    },
    clear() {
      messages.clear();
      octets = 0;
    },
  };
}

function join(parts: ReadonlyMap<number, Uint8Array>, { count, total }: InlinePart): Uint8Array {
  const whole = new Uint8Array(total);
  const size = Math.ceil(total / count);
  for (const [place, octets] of parts) whole.set(octets, (place - 1) * size);
  return whole;
}
