import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import { ARMOR_HEAD, fromArmor } from './armor';
import { FRAGMENT_HEAD, type Fragment, readFragment } from './fragments';
import { areTags } from './instance-tag';
import { OTR_LIMITS } from './limits';
import { decodeMessage, type Message } from './messages';
import { readQuery, takeTag } from './offers';

const ERROR_HEAD = '?OTR Error:';
/** A fragment of version 2, which has no instance tags. */
const OLD_FRAGMENT_HEAD = '?OTR,';

/** What one text from the network is. */
export type Incoming =
  | { readonly kind: 'fragment'; readonly fragment: Fragment }
  /** `octets` are the whole of it, for its authenticator. */
  | { readonly kind: 'encoded'; readonly message: Message; readonly octets: Uint8Array }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'query'; readonly versions: string }
  | { readonly kind: 'plain'; readonly text: string; readonly versions?: string }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

/**
 * Reads one text and never throws. A marker counts wherever it stands, as in a text that a network put into HTML; but
 * a text that only speaks of OTR, with the marker behind other words and nothing whole after it, is plain.
 */
export function readIncoming(text: string): Incoming {
  if (text.length > OTR_LIMITS.textLength) return { kind: 'refused', code: 'wire/malformed' };
  return (
    marked(text, FRAGMENT_HEAD, (rest) => ({ kind: 'fragment', fragment: readFragment(rest) })) ??
    marked(text, ARMOR_HEAD, readEncoded) ??
    marked(text, OLD_FRAGMENT_HEAD, () => ({ kind: 'refused', code: 'otr/old-version' })) ??
    marked(text, ERROR_HEAD, (rest) => ({ kind: 'error', text: rest.slice(ERROR_HEAD.length).trim() })) ??
    readUnmarked(text)
  );
}

export const errorMessage = (words: string): string => `${ERROR_HEAD} ${words}`;

function marked(text: string, head: string, read: (rest: string) => Incoming): Incoming | undefined {
  const at = text.indexOf(head);
  if (at < 0) return undefined;
  try {
    return read(text.slice(at));
  } catch (error) {
    const code = toErrorCode(error);
    return at > 0 && code === 'wire/malformed' ? undefined : { kind: 'refused', code };
  }
}

function readEncoded(rest: string): Incoming {
  const octets = fromArmor(rest);
  const message = decodeMessage(octets);
  if (!areTags(message.sender, message.receiver)) return { kind: 'refused', code: 'wire/malformed' };
  return { kind: 'encoded', message, octets };
}

function readUnmarked(text: string): Incoming {
  const versions = readQuery(text);
  return versions === undefined ? { kind: 'plain', ...takeTag(text) } : { kind: 'query', versions };
}
