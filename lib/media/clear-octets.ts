import type { Octets } from './octets';

/** What can be sealed. Append to the list; never reorder it. `data` is a message of a data channel. */
export const CODECS = ['opus', 'vp8', 'vp9', 'data'] as const;
export type Codec = (typeof CODECS)[number];

/**
 * The codec of a MIME type, `undefined` for all that is taken out of the offer: H264 and AV1 packetizers read deeper
 * than a few octets, RED and FEC wrap frames in others.
 */
export function codecOf(mimeType: string): Codec | undefined {
  const known: Record<string, Codec> = { 'audio/opus': 'opus', 'video/vp8': 'vp8', 'video/vp9': 'vp9' };
  const name = mimeType.toLowerCase();
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

/**
 * RFC 7741, 4.3 and RFC 6386, 9.1. What a packetizer or a server looks at: the key frame bit, the start code, a size.
 * All of it is constant, and the real frame stands whole in the ciphertext: 640x480 is nobody's picture.
 */
const VP8_KEY_FRAME = [0x10, 0x00, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01] as const;
const VP8_DELTA_FRAME = [0x11] as const;

const isKeyFrame = (first: number): boolean => (first & 1) === 0;

/** The octets to put in clear before a sealed frame. `undefined` where the frame is not one of this codec. */
export function clearFor(codec: Codec, frame: Uint8Array): Octets | undefined {
  if (codec !== 'vp8') return new Uint8Array();
  const first = frame[0];
  if (first === undefined) return undefined;
  return Uint8Array.from(isKeyFrame(first) ? VP8_KEY_FRAME : VP8_DELTA_FRAME);
}

/** What was put in clear, and what was sealed, as views. `undefined` where the clear octets are not the constant ones. */
export function splitClear(
  codec: Codec,
  payload: Octets,
): { readonly clear: Octets; readonly sealed: Octets } | undefined {
  const clear = clearFor(codec, payload);
  if (clear === undefined || payload.length < clear.length) return undefined;
  if (clear.some((octet, at) => payload[at] !== octet)) return undefined;
  return { clear: payload.subarray(0, clear.length), sealed: payload.subarray(clear.length) };
}
