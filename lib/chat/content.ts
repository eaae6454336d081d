import type { Validity } from '../core/chat';
import { CHAT_LIMITS } from '../core/chat-limits';
import { AppError } from '../core/errors';
import {
  boolean,
  type Carried,
  type Codec,
  fixed,
  list,
  oneOf,
  opaque,
  optional,
  struct,
  text,
  uint8,
  uint32,
  uint64,
} from '../core/wire/codec';
import { encode } from '../core/wire/encode';
import { attachmentId, messageId } from '../core/wire/ids';
import { Reader } from '../core/wire/reader';

/** Octets of the words of one message. */
export const TEXT_OCTETS = CHAT_LIMITS.textOctets;
/** Octets of what is said about a call at once. */
export const CALL_OCTETS = 45_000;
/** Messages that one notice can take back. */
export const WITHDRAWN_MESSAGES = 500;

const validity: Codec<Validity> = struct({ from: oneOf(['arrival', 'reading']), ms: uint32 });

/** Once after a session has opened: the key of my signals to you, and what I am willing to show and to do. */
const hello = struct({ signalKey: fixed(32), typing: boolean, noTrace: boolean });
/** `at`: the sender's clock. */
const words = struct({ at: uint64, validity: optional(validity), text: text(TEXT_OCTETS) });
const file = struct({
  at: uint64,
  validity: optional(validity),
  attachment: attachmentId,
  /** Seals this file alone. */
  key: fixed(32),
  octets: uint32,
  sealedOctets: uint32,
  /** Until when the relay keeps it. */
  expires: uint64,
  name: text(1_020),
  mediaType: text(127),
});
/** Of messages of the other: opened here, and read by the person (told where validity runs from reading alone). */
const receipt = struct({ opened: list(messageId, 500), read: list(messageId, 500) });
/** About a call: lib/core/wire/call-message.ts has what it says. Nothing of it is shown, or receipted. */
const call = struct({ octets: opaque(CALL_OCTETS, 1) });
/** Messages of mine in this session, by their places, that were worth nothing any more and never went out. */
const withdrawn = struct({ indices: list(uint32, WITHDRAWN_MESSAGES) });

/** What the content of a message of the channel says. Append, never renumber: docs/protocol.md. */
const KINDS = {
  hello: [1, hello],
  text: [2, words],
  file: [3, file],
  receipt: [4, receipt],
  call: [5, call],
  withdrawn: [6, withdrawn],
} as const;

type Kinds = typeof KINDS;
export type Content = {
  [K in keyof Kinds]: { readonly kind: K } & Carried<Kinds[K][1]>;
}[keyof Kinds];
export type FileContent = Extract<Content, { kind: 'file' }>;
/** A kind of a later version: there is a message, and this program cannot show it. */
export type Newer = { readonly kind: 'newer' };

export function writeContent(content: Content): Uint8Array<ArrayBuffer> {
  const [number, codec] = KINDS[content.kind];
  const body = encode(codec as Codec<unknown>, content);
  const octets = new Uint8Array(1 + body.length);
  octets[0] = number;
  octets.set(body, 1);
  return octets;
}

/** Fails with `wire/malformed`. Byte fields are copies. */
export function readContent(octets: Uint8Array): Content | Newer {
  const reader = new Reader(octets.slice());
  const number = uint8.read(reader);
  if (number === 0) throw new AppError('wire/malformed');
  const known = Object.entries(KINDS).find(([, [kind]]) => kind === number);
  if (known === undefined) return { kind: 'newer' };
  const [kind, [, codec]] = known;
  const body = (codec as Codec<object>).read(reader);
  reader.end();
  return { kind, ...body } as Content;
}
