import { concatBytes } from '@noble/curves/utils.js';
import { AppError } from '../core/errors';
import { OTR_LIMITS } from './limits';

/** TLV record types ("Data Message"). */
export const RECORD = {
  padding: 0,
  disconnected: 1,
  smp1: 2,
  smp2: 3,
  smp3: 4,
  smp4: 5,
  smpAbort: 6,
  smp1WithQuestion: 7,
  extraKey: 8,
} as const;

export type Record = { readonly type: number; readonly value: Uint8Array };
/** What a data message carries: words for a person, empty in a heartbeat, and records for the program. */
export type Content = { readonly text: string; readonly records: readonly Record[] };

const MOST = 0xffff;
const HEAD = 4;

function encodeRecord({ type, value }: Record): Uint8Array {
  if (value.length > MOST) throw new AppError('otr/unsendable');
  const octets = new Uint8Array(HEAD + value.length);
  const view = new DataView(octets.buffer);
  view.setUint16(0, type);
  view.setUint16(2, value.length);
  octets.set(value, HEAD);
  return octets;
}

/** A padding record that makes the whole a multiple of `block` octets; none where `block` is 1 or less. */
const paddingFor = (length: number, block: number): readonly Record[] =>
  block <= 1 ? [] : [{ type: RECORD.padding, value: new Uint8Array((block - ((length + HEAD) % block)) % block) }];

/**
 * The octets of a content, padded to a multiple of `block`. Fails with `otr/unsendable` where the text is too long, or
 * holds a NUL: what follows a NUL would be read as records.
 */
export function encodeContent({ text, records }: Content, block = 1): Uint8Array {
  const words = new TextEncoder().encode(text);
  if (words.length > OTR_LIMITS.messageOctets || words.includes(0)) throw new AppError('otr/unsendable');
  const parts = records.map(encodeRecord);
  const length = parts.reduce((sum, part) => sum + part.length, words.length + 1);
  const padding = paddingFor(length, block).map(encodeRecord);
  if (parts.length + padding.length === 0) return words;
  return concatBytes(words, Uint8Array.of(0), ...parts, ...padding);
}

/**
 * Reads what a message carried; it was authenticated, so it is the other side's own. Octets that are no UTF-8 become
 * U+FFFD. A record that is cut off ends the list: nothing behind it has a beginning.
 */
export function decodeContent(octets: Uint8Array): Content {
  const end = octets.indexOf(0);
  const words = end < 0 ? octets : octets.subarray(0, end);
  const records: Record[] = [];
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  for (let at = end < 0 ? octets.length : end + 1; at + HEAD <= octets.length; ) {
    const length = view.getUint16(at + 2);
    if (at + HEAD + length > octets.length) break;
    records.push({ type: view.getUint16(at), value: octets.slice(at + HEAD, at + HEAD + length) });
    at += HEAD + length;
  }
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(words), records };
}
