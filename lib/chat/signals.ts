import { digest, openWith, sameOctets, sealWith } from '../channel/crypto';
import { LABELS } from '../channel/labels';
import { boolean, opaque, struct, uint8, uint64 } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import { kindOf, markSealed, refusalOf } from '../core/wire/sealed';

/** Octets of one signal without trace; the relay takes 64 KiB in all. */
const BODY_OCTETS = 60_000;

const inner = struct({ counter: uint64, type: uint8, body: opaque(BODY_OCTETS) });
const typing = struct({ on: boolean });

/** Append, never renumber. */
const TYPES = { typing: 1, noTrace: 2 } as const;

export type Signal =
  | { readonly kind: 'typing'; readonly on: boolean }
  | { readonly kind: 'no-trace'; readonly octets: Uint8Array };

const MARK = 3;
const TAG = 8;
const NONCE = 12;

/** Says which key a signal is sealed with, and nothing about it. */
export const signalTag = (key: Uint8Array): Uint8Array => digest(LABELS.signalTag, key).subarray(0, TAG);

/**
 * One signal: keyTag[8] || nonce[12] || AES-256-GCM(key, nonce, {counter, type, body}), bound to everything before the
 * nonce. `counter` is higher than in every signal under this key before. Fails with `wire/malformed`.
 */
export function sealSignal(
  key: Uint8Array,
  counter: number,
  signal: Signal,
  random: (octets: number) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  const [type, body] =
    signal.kind === 'typing' ? [TYPES.typing, encode(typing, { on: signal.on })] : [TYPES.noTrace, signal.octets];
  const tag = signalTag(key);
  const nonce = random(NONCE);
  const sealed = sealWith(key, nonce, markSealed('signal', tag), encode(inner, { counter, type, body }));
  const octets = new Uint8Array(TAG + NONCE + sealed.length);
  octets.set(tag);
  octets.set(nonce, TAG);
  octets.set(sealed, TAG + NONCE);
  return markSealed('signal', octets);
}

/** Octets of anybody. `undefined` for another key, for what was changed, and for types of a later version. */
export function openSignal(
  key: Uint8Array,
  payload: Uint8Array,
): { readonly counter: number; readonly signal: Signal } | undefined {
  if (!isSignal(payload) || !sameOctets(tagOf(payload), signalTag(key))) return undefined;
  const at = MARK + TAG;
  const opened = openWith(key, payload.subarray(at, at + NONCE), payload.subarray(0, at), payload.subarray(at + NONCE));
  if (opened === undefined) return undefined;
  try {
    const { counter, type, body } = decode(inner, opened);
    if (type === TYPES.typing) return { counter, signal: { kind: 'typing', on: decode(typing, body).on } };
    return type === TYPES.noTrace ? { counter, signal: { kind: 'no-trace', octets: body.slice() } } : undefined;
  } catch {
    return undefined;
  }
}

const isSignal = (payload: Uint8Array): boolean =>
  refusalOf(payload) === undefined && kindOf(payload) === 'signal' && payload.length > MARK + TAG + NONCE;

const tagOf = (payload: Uint8Array): Uint8Array => payload.subarray(MARK, MARK + TAG);
