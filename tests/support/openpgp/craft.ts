/** Builds what no honest program writes: the library's packets, put together against its rules. */
import {
  createMessage,
  encryptSessionKey,
  enums,
  type PrivateKey,
  type PublicKey,
  SymEncryptedIntegrityProtectedDataPacket,
  sign,
} from 'openpgp';

export const join = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** One packet with a new format header and a four octet length. */
export function packet(tag: number, content: Uint8Array): Uint8Array {
  const header = new Uint8Array(6);
  header[0] = 0xc0 | tag;
  header[1] = 255;
  new DataView(header.buffer).setUint32(2, content.length);
  return join(header, content);
}

export async function literal(content: Uint8Array): Promise<Uint8Array> {
  return (await createMessage({ binary: content })).write() as Uint8Array;
}

/** One-pass signature, literal, signature: what `sign` writes. */
export async function signed(content: Uint8Array, key: PrivateKey, date = new Date()): Promise<Uint8Array> {
  return sign({ message: await createMessage({ binary: content }), signingKeys: key, format: 'binary', date });
}

type Encryptable = SymEncryptedIntegrityProtectedDataPacket & {
  version: number;
  packets: { write(): Uint8Array };
  encrypt(algorithm: number, key: Uint8Array): Promise<boolean>;
  encrypted: Uint8Array;
};

const sessionKeyFor = async (key: Uint8Array, recipient: PublicKey): Promise<Uint8Array> =>
  encryptSessionKey({ data: key, algorithm: 'aes256', encryptionKeys: recipient, format: 'binary' });

/** Session key packet and encrypted packet around any octets at all; genuine authentication, SEIPD version 1. */
export async function sealRaw(
  inner: Uint8Array,
  recipient: PublicKey,
): Promise<{ readonly keys: Uint8Array; readonly body: Uint8Array; readonly message: Uint8Array }> {
  const sessionKey = crypto.getRandomValues(new Uint8Array(32));
  const sealed = new SymEncryptedIntegrityProtectedDataPacket() as Encryptable;
  sealed.version = 1;
  sealed.packets = { write: () => inner };
  await sealed.encrypt(enums.symmetric.aes256, sessionKey);
  const keys = await sessionKeyFor(sessionKey, recipient);
  const body = sealed.encrypted;
  return { keys, body, message: join(keys, packet(18, join(Uint8Array.of(1), body))) };
}

/** A compressed packet that unpacks to `octets` octets of zeros inside one literal. */
export async function bomb(octets: number, algorithm: 'zip' | 'zlib'): Promise<Uint8Array> {
  const format = algorithm === 'zip' ? 'deflate-raw' : 'deflate';
  const head = new Uint8Array(6 + 6);
  head.set([0xc0 | 11, 255]);
  new DataView(head.buffer).setUint32(2, octets + 6);
  head[6] = 0x62;
  let left = octets;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(head),
    pull(controller) {
      if (left <= 0) return controller.close();
      const size = Math.min(left, 1 << 20);
      left -= size;
      controller.enqueue(new Uint8Array(size));
    },
  });
  const packed = await new Response(source.pipeThrough(new CompressionStream(format))).arrayBuffer();
  return packet(8, join(Uint8Array.of(algorithm === 'zip' ? 1 : 2), new Uint8Array(packed)));
}

/** `inner` packets inside one ZIP packet. */
export async function compress(inner: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([inner.slice()]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return packet(8, join(Uint8Array.of(1), new Uint8Array(await new Response(stream).arrayBuffer())));
}
