import { type KeyObject, randomBytes } from 'node:crypto';
import type { IntroducerPort } from '../../../../lib/channel/ports';
import { type PeerDevice, type Prekeys, readStatement } from './handshake';
import { checkParts, decrypt, dh, encrypt, H, KDF, L, makePair, seal, signParts, unseal } from './suite';
import { createInput, join, opaque, optional, uint8, uint32, uint64 } from './wire';

// docs/protocol.md, section 8.

export type Introduction = {
  readonly id: Buffer;
  readonly kind: 'offer' | 'end';
  readonly issued: number;
  readonly certificate: Uint8Array;
  /** Fingerprint in octets. */
  readonly accepts: Uint8Array | undefined;
  /** Of the sender, once it was read. */
  readonly from?: PeerDevice;
};

const SIGNED = 'Sotto/1 introduction signed';
const DAY = 86_400_000;

const transcriptOf = (head: Buffer, statement: Buffer, prekeys: Buffer): Buffer =>
  H('Sotto/1 introduction', head, statement, prekeys);

const introductionKey = (transcript: Buffer, dh2: Buffer, dh3: Buffer, kem: Buffer): Buffer =>
  KDF(transcript, join(dh2, dh3, kem), 'Sotto/1 introduction key', 1)[0] as Buffer;

export function writeIntroduction(
  from: { readonly signed: Buffer; readonly identity: KeyObject },
  to: PeerDevice,
  prekeys: Prekeys,
  { id, kind, issued, certificate, accepts }: Introduction,
): Buffer {
  const ephemeral = makePair('x25519');
  const kem = seal(prekeys.kem);
  const nonce = randomBytes(12);
  const head = join(Buffer.of(5, 7, 6, 1), to.device, uint32(prekeys.id), ephemeral.public, kem.ciphertext, nonce);
  const transcript = transcriptOf(head, to.octets, prekeys.body);
  const words = join(
    uint8(1),
    id,
    uint8(kind === 'offer' ? 0 : 1),
    uint64(issued),
    from.signed,
    opaque(certificate),
    optional(accepts && opaque(accepts)),
  );
  const signed = join(opaque(words), signParts(from.identity, SIGNED, transcript, words));
  const padded = Buffer.alloc(Math.ceil(signed.length / 1_024) * 1_024);
  signed.copy(padded);
  const key = introductionKey(
    transcript,
    dh(ephemeral.secret, to.agreement),
    dh(ephemeral.secret, prekeys.agreement),
    kem.sharedKey,
  );
  return join(head, opaque(encrypt(key, nonce, head, padded)));
}

export type Reader = {
  readonly device: Buffer;
  readonly statement: Buffer;
  readonly agreement: KeyObject;
  readonly prekeys: {
    readonly id: number;
    readonly body: Buffer;
    readonly agreement: KeyObject;
    readonly kem: KeyObject;
  };
};

/** The least padding, all of it zero. */
function readPadded(padded: Buffer): { readonly words: Buffer; readonly signature: Buffer } {
  const input = createInput(padded);
  const words = Buffer.from(input.opaque());
  const signature = Buffer.from(input.take(64));
  const padding = input.rest();
  if (padded.length % 1_024 !== 0 || padding.length >= 1_024 || padding.some((octet) => octet !== 0)) {
    throw new Error('malformed');
  }
  return { words, signature };
}

function readWords(words: Buffer) {
  const input = createInput(words);
  if (input.uint8() !== 1) throw new Error('malformed');
  const id = input.take(16);
  const kind = input.uint8();
  const issued = input.uint64();
  const statement = Buffer.from(input.opaque());
  const statementSignature = input.opaque();
  const certificate = input.opaque();
  const accepts = input.uint8() === 1 ? input.opaque() : undefined;
  input.end();
  if (kind > 1 || certificate.length > 48_000 || (accepts && ![20, 32].includes(accepts.length))) {
    throw new Error('malformed');
  }
  const said = { id, kind: kind === 0 ? 'offer' : 'end', issued, certificate, accepts } as const;
  return { said, from: readStatement(statement), statementSignature };
}

export async function readIntroduction(
  payload: Uint8Array,
  reader: Reader,
  now: number,
  port: IntroducerPort,
): Promise<Introduction> {
  const input = createInput(payload);
  if (!input.take(3).equals(Buffer.of(5, 7, 6))) throw new Error('damaged');
  if (input.uint8() !== 1) throw new Error('version');
  const responder = input.take(16);
  const prekeys = input.uint32();
  const ephemeral = input.take(32);
  const kem = input.take(1_088);
  const nonce = input.take(12);
  const head = Buffer.from(input.before());
  const sealed = input.opaque();
  input.end();
  if (!responder.equals(reader.device)) throw new Error('not-for-me');
  if (prekeys !== reader.prekeys.id) throw new Error('prekey-gone');
  const transcript = transcriptOf(head, reader.statement, reader.prekeys.body);
  const key = introductionKey(
    transcript,
    dh(reader.agreement, ephemeral),
    dh(reader.prekeys.agreement, ephemeral),
    unseal(reader.prekeys.kem, kem),
  );
  const padded = decrypt(key, nonce, head, sealed);
  if (!padded) throw new Error('damaged');
  const { words, signature } = readPadded(padded);
  const { said, from, statementSignature } = readWords(words);
  if (said.issued < now - 14 * DAY || now > from.validUntil) throw new Error('expired');
  if (said.issued > now + 7 * DAY || from.issued > now + 7 * DAY) throw new Error('not-yet');
  if (!checkParts(from.identity, signature, SIGNED, transcript, words)) throw new Error('signature');
  const content = L('Sotto/1 device statement', from.octets);
  const signer = await port.signedBy(content, statementSignature, said.certificate);
  if (signer !== from.certificate) throw new Error('certificate');
  return { ...said, from };
}
