import { randomBytes } from 'node:crypto';
import type { CertificatePort } from '../../../../lib/channel/ports';
import type { Fingerprint } from '../../../../lib/core/brand';
import { checkParts, H, KDF, L, type Pair, signParts } from './suite';
import { createInput, join, opaque, optional, uint8, uint32, uint64 } from './wire';

// docs/protocol.md, sections 2 and 3.

export type Identity = {
  readonly user: string;
  readonly device: Buffer;
  readonly certificate: Fingerprint;
  readonly identity: Pair;
  readonly agreement: Pair;
  /** SignedStatement. */
  readonly signed: Buffer;
  /** Its inner octets. */
  readonly statement: Buffer;
};

export function writeStatement(of: Omit<Identity, 'signed' | 'statement'>, issued: number, validUntil: number): Buffer {
  const { user, device, certificate, identity, agreement } = of;
  return join(
    opaque(Buffer.from(user)),
    device,
    opaque(Buffer.from(certificate, 'hex')),
    identity.public,
    agreement.public,
    uint64(issued),
    uint64(validUntil),
  );
}

export type PeerDevice = {
  readonly octets: Buffer;
  readonly user: string;
  readonly issued: number;
  readonly validUntil: number;
  readonly device: Buffer;
  readonly certificate: Fingerprint;
  readonly identity: Buffer;
  readonly agreement: Buffer;
};

export function readStatement(octets: Buffer): PeerDevice {
  const inner = createInput(octets);
  const user = inner.opaque().toString();
  const device = inner.take(16);
  const certificate = inner.opaque().toString('hex') as Fingerprint;
  const identity = inner.take(32);
  const agreement = inner.take(32);
  const issued = inner.uint64();
  const validUntil = inner.uint64();
  inner.end();
  return { octets, user, device, certificate, identity, agreement, issued, validUntil };
}

export async function readSignedStatement(
  input: { opaque(): Buffer },
  accepted: Fingerprint,
  now: number,
  port: CertificatePort,
): Promise<PeerDevice> {
  const read = readStatement(input.opaque());
  const signature = input.opaque();
  if (read.certificate !== accepted) throw new Error('foreign');
  if (now > read.validUntil) throw new Error('expired');
  const content = L('Sotto/1 device statement', read.octets);
  if (!(await port.verify(content, signature, accepted))) throw new Error('signature');
  return read;
}

export type Prekeys = { readonly body: Buffer; readonly id: number; readonly agreement: Buffer; readonly kem: Buffer };

export function writePrekeys(id: number, agreement: Pair, kem: Pair, times: readonly number[]): Buffer {
  return join(uint32(id), agreement.public, kem.public, ...times.map(uint64));
}

export const signPrekeys = (identity: Pair, label: string, body: Buffer): Buffer =>
  join(opaque(body), signParts(identity.secret, label, body));

export function readPrekeys(
  input: { opaque(): Buffer; take(count: number): Buffer },
  identity: Buffer,
  label: string,
): Prekeys {
  const body = input.opaque();
  if (!checkParts(identity, input.take(64), label, body)) throw new Error('prekey-signature');
  const inner = createInput(body);
  return { body, id: inner.uint32(), agreement: inner.take(32), kem: inner.take(1_184) };
}

export async function sealHalf(which: 1 | 2, binding: Buffer, to: Fingerprint, port: CertificatePort) {
  const half = randomBytes(32);
  const content = join(opaque(Buffer.from(`Sotto/1 half ${which}`)), binding, half);
  return { half, sealed: Buffer.from(await port.sealTo(content, to)) };
}

export async function openHalf(
  which: 1 | 2,
  sealed: Buffer,
  binding: Buffer,
  from: Fingerprint,
  port: CertificatePort,
): Promise<Buffer> {
  const content = await port.openFrom(sealed, from);
  if (!content) throw new Error('half');
  const inner = createInput(content);
  const label = inner.opaque().toString();
  const bound = inner.take(32);
  const half = inner.take(32);
  inner.end();
  if (label !== `Sotto/1 half ${which}` || !bound.equals(binding)) throw new Error('half');
  return half;
}

export type OpeningInput = {
  readonly dh: readonly [Buffer, Buffer, Buffer];
  readonly dh4: Buffer | undefined;
  readonly kem: Buffer;
  readonly half: Buffer;
};

/** chainA, headerA, waiting. */
export const openingKeys = (openingHash: Buffer, { dh: results, dh4, kem, half }: OpeningInput) =>
  KDF(openingHash, join(...results, optional(dh4), kem, half), 'Sotto/1 opening keys', 3) as [Buffer, Buffer, Buffer];

/** root, chainB, headerB, nextB, nextA. */
export const sessionKeys = (answerHash: Buffer, waiting: Buffer, shared: Buffer, half: Buffer) =>
  KDF(answerHash, join(waiting, shared, half), 'Sotto/1 session keys', 5) as [Buffer, Buffer, Buffer, Buffer, Buffer];

export type Responder = { readonly statement: Buffer; readonly prekeys: Buffer; readonly oneTime: Buffer };

export const hashTerms = (terms: Buffer, { statement, prekeys, oneTime }: Responder): Buffer =>
  H('Sotto/1 opening', terms, statement, prekeys, oneTime);

export function readTerms(octets: Buffer) {
  const input = createInput(octets);
  if (input.uint8() !== 1) throw new Error('malformed');
  const signed = { statement: input.opaque(), signature: input.opaque() };
  const terms = {
    signed,
    responder: input.take(16),
    prekeys: input.uint32(),
    oneTime: input.optional(4)?.readUInt32BE(),
    ephemeral: input.take(32),
    ratchet: input.take(32),
    kem: input.take(1_088),
    commitment: input.take(32),
    started: input.uint64(),
  };
  input.end();
  return terms;
}

export const writeTerms = (
  signed: Buffer,
  to: PeerDevice,
  ids: readonly [prekeys: number, oneTime: number | undefined],
  keys: readonly [ephemeral: Buffer, ratchet: Buffer, kem: Buffer, commitment: Buffer],
  started: number,
): Buffer =>
  join(
    uint8(1),
    signed,
    to.device,
    uint32(ids[0]),
    optional(ids[1] === undefined ? undefined : uint32(ids[1])),
    ...keys,
    uint64(started),
  );
