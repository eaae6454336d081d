import { fixed, opaque, struct, uint8 } from '../core/wire/codec';
import { encode } from '../core/wire/encode';
import { Reader } from '../core/wire/reader';
import { kindOf, markSealed, refusalOf } from '../core/wire/sealed';
import { type SessionTag, sessionTag } from './fields';
import { tagOf } from './handshake';
import { CHANNEL_LIMITS } from './limits';

export const PAYLOAD_VERSION = 1;

/** How a message says which session it belongs to; with a handshake until the other is known to have it. */
export type Route =
  | { readonly form: 'opening'; readonly opening: Uint8Array }
  | { readonly form: 'answer'; readonly tag: SessionTag; readonly answer: Uint8Array }
  | { readonly form: 'message'; readonly tag: SessionTag };

/** A header and a body, sealed. The nonce is used twice, with two keys. */
const box = struct({
  nonce: fixed(12),
  header: fixed(64),
  body: opaque(CHANNEL_LIMITS.contentOctets + 512, 16),
});
export type Box = { readonly nonce: Uint8Array; readonly header: Uint8Array; readonly body: Uint8Array };

const OPENING = 0;
const ANSWER = 1;
const openingRoute = struct({ version: uint8, form: uint8, opening: opaque(CHANNEL_LIMITS.handshakeOctets, 1) });
const answerRoute = struct({
  version: uint8,
  form: uint8,
  tag: sessionTag,
  answer: opaque(CHANNEL_LIMITS.handshakeOctets, 1),
});
const messageRoute = struct({ version: uint8, tag: sessionTag });

/** Everything before the box; header and body are bound to it. */
export function writeRoute(route: Route): Uint8Array<ArrayBuffer> {
  const version = PAYLOAD_VERSION;
  if (route.form === 'message') return markSealed('message', encode(messageRoute, { version, tag: route.tag }));
  const octets =
    route.form === 'opening'
      ? encode(openingRoute, { version, form: OPENING, opening: route.opening })
      : encode(answerRoute, { version, form: ANSWER, tag: route.tag, answer: route.answer });
  return markSealed('handshake', octets);
}

export function writePayload(route: Uint8Array, sealed: Box): Uint8Array<ArrayBuffer> {
  const tail = encode(box, sealed);
  const payload = new Uint8Array(route.length + tail.length);
  payload.set(route);
  payload.set(tail, route.length);
  return payload;
}

export type Payload = {
  readonly route: Route;
  readonly tag: SessionTag;
  /** The octets before the box. */
  readonly bound: Uint8Array;
  readonly box: Box;
};
export type PayloadProblem = 'version' | 'damaged';

/** Octets from anybody, read once. */
export function readPayload(octets: Uint8Array): Payload | PayloadProblem {
  const kind = refusalOf(octets) === undefined ? kindOf(octets) : undefined;
  if (kind !== 'handshake' && kind !== 'message') return 'damaged';
  if (octets[3] !== PAYLOAD_VERSION) return 'version';
  try {
    const reader = new Reader(octets, 3);
    const route = kind === 'message' ? readMessageRoute(reader) : readHandshakeRoute(reader, octets[4]);
    if (route === undefined) return 'damaged';
    const bound = octets.subarray(0, octets.length - reader.left);
    const sealed = box.read(reader);
    reader.end();
    return { route, tag: route.form === 'opening' ? tagOf(route.opening) : route.tag, bound, box: sealed };
  } catch {
    return 'damaged';
  }
}

const readMessageRoute = (reader: Reader): Route => ({ form: 'message', tag: messageRoute.read(reader).tag });

function readHandshakeRoute(reader: Reader, form: number | undefined): Route | undefined {
  if (form === OPENING) return { form: 'opening', opening: openingRoute.read(reader).opening };
  if (form !== ANSWER) return undefined;
  const { tag, answer } = answerRoute.read(reader);
  return { form: 'answer', tag, answer };
}
