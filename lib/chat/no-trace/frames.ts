import type { Brand } from '../../core/brand';
import {
  type Carried,
  type Codec,
  fixed,
  mapped,
  nothing,
  oneOf,
  optional,
  struct,
  text,
  uint8,
  uint32,
} from '../../core/wire/codec';
import { encode } from '../../core/wire/encode';
import { fromHex, messageId, toHex } from '../../core/wire/ids';
import { Reader } from '../../core/wire/reader';

/** Random 128 bits, hex, drawn by who asks: one conversation without trace, from its request to its end. */
export type RunId = Brand<string, 'RunId'>;

/** Characters of one OTR text: a message of the most that may be typed, in base 64, with what OTR puts around it. */
const OTR_TEXT = 59_000;

const runId: Codec<RunId> = mapped(
  fixed(16),
  (octets) => toHex(octets) as RunId,
  (id) => fromHex(id),
);

/** What a signal carries for conversations without trace. Append, never renumber: docs/no-trace.md. */
const KINDS = {
  ask: [1, nothing],
  agree: [2, nothing],
  decline: [3, nothing],
  /** `unknown`: whoever sends this has no such conversation (any more). */
  end: [4, struct({ reason: oneOf(['ended', 'unknown']) })],
  /** `sequence`: 1, 2, 3, ... in each direction. `message`: whose words it carries, the same when they are sent again. */
  otr: [5, struct({ sequence: uint32, message: optional(messageId), text: text(OTR_TEXT) })],
  /** The text of this sequence number was read: the words in it are on the screen. */
  read: [6, struct({ sequence: uint32 })],
} as const;

type Kinds = typeof KINDS;
export type Body = {
  [K in keyof Kinds]: Carried<Kinds[K][1]> extends undefined
    ? { readonly kind: K }
    : { readonly kind: K } & Carried<Kinds[K][1]>;
}[keyof Kinds];
export type Frame = { readonly run: RunId } & Body;

export function writeFrame(run: RunId, body: Body): Uint8Array<ArrayBuffer> {
  const [number, codec] = KINDS[body.kind];
  const head = encode(struct({ kind: uint8, run: runId }), { kind: number, run });
  const rest = encode(codec as Codec<unknown>, body);
  const octets = new Uint8Array(head.length + rest.length);
  octets.set(head);
  octets.set(rest, head.length);
  return octets;
}

/** `undefined` for a kind of a later version. Fails with `wire/malformed`. */
export function readFrame(octets: Uint8Array): Frame | undefined {
  const reader = new Reader(octets);
  const number = uint8.read(reader);
  const known = Object.entries(KINDS).find(([, [kind]]) => kind === number);
  if (known === undefined) return undefined;
  const [kind, [, codec]] = known;
  const run = runId.read(reader);
  const body = (codec as Codec<object | undefined>).read(reader);
  reader.end();
  return { run, kind, ...body } as Frame;
}
