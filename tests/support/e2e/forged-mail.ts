import { deflateRawSync } from 'node:zlib';
import {
  armor,
  CompressedDataPacket,
  createMessage,
  encrypt,
  enums,
  Message,
  PacketList,
  type PrivateKey,
  readKey,
  readMessage,
  type Signature,
  sign,
} from 'openpgp';

/** A mail as an attacker or another program would bring it to the mailbox. */
export type Forgery = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** The MIME entity inside the envelope. */
  readonly entity: string;
  readonly signer?: PrivateKey;
  /** Signs this in the place of the entity: a signature that does not match. */
  readonly signedInstead?: string;
  /** What happens to the encrypted octets on their way. */
  readonly alter?: (octets: Uint8Array) => Uint8Array | Promise<Uint8Array>;
};

export const textEntity = (text: string): string =>
  `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}\r\n`;

export const htmlEntity = (html: string): string =>
  `Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${html}\r\n`;

/** Real PGP/MIME (RFC 3156, 4), sealed for one certificate. */
export async function sealedMail(forgery: Forgery, certificate: string): Promise<string> {
  const octets = await sealOctets(forgery, certificate);
  return pgpMime(forgery, armor(enums.armor.message, (await forgery.alter?.(octets)) ?? octets) as string);
}

async function sealOctets({ entity, signer, signedInstead }: Forgery, certificate: string): Promise<Uint8Array> {
  const encryptionKeys = await readKey({ armoredKey: certificate });
  const message = await createMessage({ binary: Buffer.from(entity) });
  if (signer === undefined) return encrypt({ message, encryptionKeys, format: 'binary' });
  if (signedInstead === undefined) return encrypt({ message, encryptionKeys, signingKeys: signer, format: 'binary' });
  const other = await createMessage({ binary: Buffer.from(signedInstead) });
  // The declared type of a detached signature is that of a message.
  const signature = (await sign({ message: other, signingKeys: signer, detached: true, format: 'object' })) as unknown;
  return encrypt({ message, encryptionKeys, signature: signature as Signature, format: 'binary' });
}

type Outside = Pick<Forgery, 'from' | 'to' | 'subject'>;

export const pgpMime = (outside: Outside, armored: string): string =>
  [
    ...outerHeaders(outside),
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="sealed"',
    '',
    '--sealed',
    'Content-Type: application/pgp-encrypted',
    '',
    'Version: 1',
    '',
    '--sealed',
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    '',
    armored,
    '--sealed--',
    '',
  ].join('\r\n');

/** A plain mail; `type` is the whole value of its Content-Type. */
export const plainMail = (outside: Outside, type: string, body: string): string =>
  [...outerHeaders(outside), `Content-Type: ${type}`, '', body, ''].join('\r\n');

const outerHeaders = ({ from, to, subject }: Outside): readonly string[] => [
  `From: ${from}`,
  `To: ${to}`,
  `Subject: ${subject}`,
  `Date: ${new Date().toUTCString()}`,
  `Message-ID: <${process.hrtime.bigint()}@forged.test>`,
  'MIME-Version: 1.0',
];

/** Turns one octet round, counted from the end where negative. */
export const flip =
  (at: number) =>
  (octets: Uint8Array): Uint8Array =>
    octets.with(at < 0 ? octets.length + at : at, (octets.at(at) ?? 0) ^ 0x21);

export const cutShort = (octets: Uint8Array): Uint8Array => octets.slice(0, octets.length - 25);

/** The old packet without integrity protection (RFC 9580, 5.7) around the same ciphertext. */
export async function downgrade(octets: Uint8Array): Promise<Uint8Array> {
  const message = await readMessage({ binaryMessage: octets });
  const [sessionKey, sealed] = message.packets as unknown as [never, { encrypted: Uint8Array | Uint8Array[] }];
  // Of a message read whole it is a list of pieces.
  const body = Array.isArray(sealed.encrypted) ? Buffer.concat(sealed.encrypted) : sealed.encrypted;
  const first = new PacketList();
  first.push(sessionKey);
  const length = Buffer.alloc(5);
  length[0] = 0xff;
  length.writeUInt32BE(body.length, 1);
  return Buffer.concat([first.write() as Uint8Array, Buffer.from([0xc9]), length, body]);
}

/**
 * A small message that unpacks to `mebibytes` of zeros, compressed `depth` times over.
 * RFC 9580, 5.6 and 5.9; lengths as 4.2.1.3.
 */
export async function bomb(mebibytes: number, depth: number, certificate: string): Promise<string> {
  const size = mebibytes * 1024 * 1024;
  const head = Buffer.from([0x62, 0, 0, 0, 0, 0]);
  let inner: Buffer = Buffer.concat([packet(0xcb, Buffer.concat([head, Buffer.alloc(size)]))]);
  for (let level = 1; level < depth; level++) {
    inner = packet(0xc8, Buffer.concat([Buffer.from([1]), deflateRawSync(inner, { level: 9 })]));
  }
  const packed = new CompressedDataPacket();
  Object.assign(packed, { algorithm: enums.compression.zip, compressed: deflateRawSync(inner, { level: 9 }) });
  const list = new PacketList();
  list.push(packed as never);
  const encryptionKeys = await readKey({ armoredKey: certificate });
  return encrypt({ message: new Message(list as never), encryptionKeys });
}

function packet(tag: number, body: Buffer): Buffer {
  const header = Buffer.alloc(6);
  header[0] = tag;
  header[1] = 0xff;
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}
