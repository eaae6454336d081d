import { createCipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { nodeAgreement } from './sas';

// docs/media.md once more, with node:crypto and nothing of lib/media.

const octets = (hex: string): Buffer => Buffer.from(hex, 'hex');
const vector = (value: Buffer): Buffer =>
  Buffer.concat([value.length < 64 ? Buffer.of(value.length) : octets((0x4000 + value.length).toString(16)), value]);
const L = (label: string, ...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(label), ...parts].map((part) => vector(part)));
const H = (label: string, ...parts: readonly Buffer[]): Buffer =>
  createHash('sha256')
    .update(L(label, ...parts))
    .digest();
const mac = (key: Buffer, ...parts: readonly Buffer[]): Buffer =>
  createHmac('sha256', key).update(Buffer.concat(parts)).digest();

const seal = (key: Buffer, nonce: Buffer, bound: Buffer, plain: Buffer): Buffer => {
  const cipher = createCipheriv(key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm', key, nonce);
  cipher.setAAD(bound);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

type Suite = { readonly id: number; readonly hash: string; readonly nh: number; readonly nk: number };
export const SUITES: Readonly<Record<number, Suite>> = {
  4: { id: 4, hash: 'sha256', nh: 32, nk: 16 },
  5: { id: 5, hash: 'sha512', nh: 64, nk: 32 },
};

export const ratchet = ({ hash, nh }: Suite, base: Buffer): Buffer =>
  Buffer.from(hkdfSync(hash, base, '', 'SFrame 1.0 Ratchet', nh));

const shortest = (value: number): Buffer => (value < 256 ? Buffer.of(value) : Buffer.of(value >> 8, value & 255));

const header = (kid: number, counter: number): Buffer => {
  const [k, c] = [kid, counter].map((value) => (value < 8 ? Buffer.alloc(0) : shortest(value))) as [Buffer, Buffer];
  const bits = (value: number, rest: Buffer): number => (rest.length === 0 ? value : 8 + rest.length - 1);
  return Buffer.concat([Buffer.of(bits(kid, k) * 16 + bits(counter, c)), k, c]);
};

export type Frame = {
  readonly generation: number;
  readonly step: number;
  readonly sender: number;
  readonly stream: number;
  readonly counter: number;
  readonly codec: number;
  readonly plain: string;
};

/** Section 1: what is sent for a frame. */
export function sealFrame(suite: Suite, call: Buffer, base: Buffer, frame: Frame): Buffer {
  const plain = octets(frame.plain);
  const kid = ((frame.generation % 32) * 16 + frame.step) * 128 + frame.sender * 8 + frame.stream;
  const name = Buffer.alloc(10);
  name.writeUInt32BE(kid, 4);
  name.writeUInt16BE(suite.id, 8);
  const derive = (label: string, length: number): Buffer =>
    Buffer.from(
      hkdfSync(suite.hash, base, '', Buffer.concat([Buffer.from(`SFrame 1.0 Secret ${label} `), name]), length),
    );
  const [key, nonce] = [derive('key', suite.nk), derive('salt', 12)];
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ frame.counter) >>> 0, 8);
  const vp8 = (plain[0] ?? 0) % 2 === 0 ? '1000009d012a8002e001' : '11';
  const clear = octets(frame.codec === 1 ? vp8 : '');
  const front = header(kid, frame.counter);
  const metadata = Buffer.concat([
    L('Sotto/1 media frame', call),
    Buffer.of(frame.stream, frame.codec, clear.length),
    clear,
  ]);
  return Buffer.concat([clear, front, seal(key, nonce, Buffer.concat([front, metadata]), plain)]);
}

export type SasInput = Record<
  | 'call'
  | 'certificateI'
  | 'certificateR'
  | 'dtlsI'
  | 'dtlsR'
  | 'nonceI'
  | 'nonceR'
  | 'secretI'
  | 'secretR'
  | 'rs1'
  | 'rs2',
  string
>;

/** Section 4, with the same `rs1` and `rs2` on both sides. */
export function runSas(input: SasInput) {
  const of = (name: keyof SasInput): Buffer => octets(input[name]);
  const context = H(
    'Sotto/1 call context',
    of('call'),
    of('certificateI'),
    of('certificateR'),
    of('dtlsI'),
    of('dtlsR'),
  );
  const point = (secret: Buffer): Buffer => Buffer.from(nodeAgreement.publicKey(secret));
  const [ephemeralI, ephemeralR] = [point(of('secretI')), point(of('secretR'))];
  const commitment = H('Sotto/1 call commitment', context, of('nonceI'), ephemeralI);
  const names = (role: string, ...nonces: readonly Buffer[]): Buffer =>
    Buffer.concat(
      [of('rs1'), of('rs2')].map((rs) => mac(rs, L(`Sotto/1 call retained ${role}`, ...nonces)).subarray(0, 8)),
    );
  const commit = Buffer.concat([Buffer.of(1, 0), context, commitment]);
  const part = Buffer.concat([Buffer.of(1, 1), of('nonceR'), ephemeralR, names('responder', of('nonceR'))]);
  const own = names('initiator', of('nonceR'), of('nonceI'));
  const share = Buffer.concat([Buffer.of(1, 2), of('nonceI'), ephemeralI, own]);
  const transcript = H('Sotto/1 call transcript', context, commit, part, share);
  const dh = Buffer.from(nodeAgreement.agree(of('secretI'), ephemeralR) ?? []);
  const secrets = Buffer.concat([dh, Buffer.of(1), of('rs1')]);
  const keys = Buffer.from(hkdfSync('sha256', secrets, transcript, L('Sotto/1 call keys'), 192));
  const key = (at: number): Buffer => keys.subarray(32 * at, 32 * at + 32);
  return {
    commit,
    part,
    reveal: Buffer.concat([share, mac(key(1), transcript).subarray(0, 16)]),
    confirm: Buffer.concat([Buffer.of(1, 3), mac(key(2), transcript).subarray(0, 16)]),
    sas: key(0).subarray(0, 4),
    retained: key(3),
    boxI: key(4),
    boxR: key(5),
  };
}

/** Section 2.1: the box of an announcement. */
export const sealBox = (key: Buffer, nonce: Buffer, announcement: Buffer): Buffer =>
  Buffer.concat([nonce, seal(key, nonce, Buffer.from('Sotto/1 call announcement'), announcement)]);
