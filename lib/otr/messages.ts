import { AppError } from '../core/errors';
import { type Carried, type Codec, fixed, struct, uint8, uint16, uint32 } from '../core/wire/codec';
import { Reader } from '../core/wire/reader';
import { Writer } from '../core/wire/writer';
import { GROUP_OCTETS } from './group';
import { OTR_LIMITS } from './limits';
import { counter, data, mpi } from './types';

export const VERSION = 3;
export const MAC_OCTETS = 20;

const signed = { encryptedSignature: data(4 * OTR_LIMITS.dsaBits), mac: fixed(MAC_OCTETS) };

const dhCommit = struct({ encryptedGx: data(GROUP_OCTETS + 4), hashedGx: data(32, 32) });
const dhKey = struct({ gy: mpi });
const revealSignature = struct({ revealedKey: data(16, 16), ...signed });
const signature = struct(signed);
const dataMessage = struct({
  flags: uint8,
  senderKeyId: uint32,
  receiverKeyId: uint32,
  nextPublic: mpi,
  counter,
  encrypted: data(OTR_LIMITS.textLength),
  mac: fixed(MAC_OCTETS),
  revealed: data(OTR_LIMITS.revealedOctets),
});

const KINDS = {
  'dh-commit': { type: 0x02, body: dhCommit },
  'dh-key': { type: 0x0a, body: dhKey },
  'reveal-signature': { type: 0x11, body: revealSignature },
  signature: { type: 0x12, body: signature },
  data: { type: 0x03, body: dataMessage },
} as const;
type Kinds = typeof KINDS;

/** One encoded message with its two instance tags. */
export type Message = {
  [K in keyof Kinds]: { readonly kind: K; readonly sender: number; readonly receiver: number } & Carried<
    Kinds[K]['body']
  >;
}[keyof Kinds];
export type MessageOf<K extends Message['kind']> = Extract<Message, { kind: K }>;

export function encodeMessage(message: Message): Uint8Array {
  const writer = new Writer();
  const { type, body } = KINDS[message.kind];
  uint16.write(writer, VERSION);
  uint8.write(writer, type);
  uint32.write(writer, message.sender);
  uint32.write(writer, message.receiver);
  (body as Codec<Message>).write(writer, message);
  return writer.take();
}

/**
 * One encoded message that fills the octets. Fails with `otr/old-version` for versions 1 and 2, with `wire/malformed`
 * for everything else that it is not. Byte fields are views into `octets`.
 */
export function decodeMessage(octets: Uint8Array): Message {
  const reader = new Reader(octets);
  const version = uint16.read(reader);
  if (version === 1 || version === 2) throw new AppError('otr/old-version');
  const type = uint8.read(reader);
  const kind = (Object.keys(KINDS) as Array<keyof Kinds>).find((name) => KINDS[name].type === type);
  if (version !== VERSION || kind === undefined) throw new AppError('wire/malformed');
  const [sender, receiver] = [uint32.read(reader), uint32.read(reader)];
  const body = (KINDS[kind].body as Codec<object>).read(reader);
  reader.end();
  return { kind, sender, receiver, ...body } as Message;
}

/** What the authenticator of a data message covers: everything up to itself. */
export const authenticatedPart = (octets: Uint8Array, { revealed }: MessageOf<'data'>): Uint8Array =>
  octets.subarray(0, octets.length - revealed.length - 4 - MAC_OCTETS);
