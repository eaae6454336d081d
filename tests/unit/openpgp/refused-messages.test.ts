import { createMessage, sign } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SecretImport } from '../../../lib/core/openpgp-port';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { TAG } from '../../../lib/openpgp/packet-scan';
import { bomb, compress, join, literal, packet, sealRaw, signed } from '../../support/openpgp/craft';
import { fixture, toOctets, toText } from '../../support/openpgp/fixture';
import { type CraftedPerson, codeOf, craftPerson, makePerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const SECRET = 'attack at dawn';
let bob: CraftedPerson;
let alice: CraftedPerson;

beforeAll(async () => {
  [bob, alice] = [await craftPerson('Bob'), await craftPerson('Alice')];
});

const open = (message: Uint8Array) => pgp.open(message, [bob.secret], [alice.certificate]);
const sealed = async (inner: Uint8Array) => sealRaw(inner, bob.publicKey);
const seipd = (body: Uint8Array): Uint8Array => packet(TAG.seipd, join(Uint8Array.of(1), body));

it('opens what is crafted without a fault, so that the refusals below mean something', async () => {
  const { message } = await sealed(await signed(toOctets(SECRET), alice.key));
  const opened = await open(message);
  expect(toText(opened.content)).toBe(SECRET);
  expect(opened.signatures[0]?.outcome).toBe('valid');
});

describe('authentication', () => {
  it('[req 8] refuses every message in which one octet was changed', async () => {
    const { message } = await sealed(await signed(toOctets(SECRET), alice.key));
    for (let at = 0; at < message.length; at += 7) {
      const changed = message.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      const result = await open(changed).catch((error: Error) => error);
      expect(result, `octet ${at}`).toBeInstanceOf(Error);
    }
  });

  it('[req 8] calls changed ciphertext tampered', async () => {
    const { keys, body } = await sealed(await literal(toOctets(SECRET)));
    for (const at of [0, 20, body.length - 30, body.length - 1]) {
      const changed = body.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x80;
      expect(await codeOf(open(join(keys, seipd(changed))))).toBe('mail/tampered');
    }
  });

  it('[req 8] refuses a message cut to any length', async () => {
    const { message } = await sealed(await literal(toOctets(SECRET)));
    for (let length = 0; length < message.length; length += 5) {
      expect(await codeOf(open(message.slice(0, length))), `length ${length}`).toMatch(/^mail\//);
    }
  });

  it('[req 8] refuses a message whose MDC was cut off', async () => {
    const { keys, body } = await sealed(await literal(toOctets(SECRET)));
    expect(await codeOf(open(join(keys, seipd(body.slice(0, -22)))))).toBe('mail/tampered');
  });

  it('[req 8] calls the downgrade to the old unauthenticated packet unprotected', async () => {
    const { keys, body } = await sealed(await literal(toOctets(SECRET)));
    for (const downgraded of [body, body.slice(0, -22)]) {
      expect(await codeOf(open(join(keys, packet(TAG.sed, downgraded))))).toBe('mail/unprotected');
    }
  });

  it('[req 8] refuses a changed session key as tampered', async () => {
    const { keys, body } = await sealed(await literal(toOctets(SECRET)));
    const changed = keys.slice();
    changed[changed.length - 3] = (changed.at(-3) ?? 0) ^ 1;
    expect(await codeOf(open(join(changed, seipd(body))))).toBe('mail/tampered');
  });

  it('[req 8] refuses changed AEAD chunks of version 2', async () => {
    const six: SecretImport = await makePerson(pgp, 'Six', 'v6');
    const content = crypto.getRandomValues(new Uint8Array(65_536));
    const request = { content, literal: 'binary', recipients: [six.certificate], signer: six.secret } as const;
    const lines = toText(await pgp.seal(request)).split('\n');
    for (const at of [10, lines.length >> 1, lines.length - 4]) {
      const line = lines[at] ?? '';
      const changed = lines.with(at, (line.startsWith('A') ? 'B' : 'A') + line.slice(1)).join('\n');
      expect(await codeOf(pgp.open(toOctets(changed), [six.secret], [])), `line ${at}`).toBe('mail/tampered');
    }
  });
});

describe('structure', () => {
  const one = () => literal(toOctets('one'));
  const two = () => literal(toOctets('two'));

  it.each<[string, () => Promise<Uint8Array>]>([
    ['two literals', async () => join(await one(), await two())],
    ['a literal before a signed message', async () => join(await one(), await signed(toOctets(SECRET), alice.key))],
    ['a literal behind a signed message', async () => join(await signed(toOctets(SECRET), alice.key), await one())],
    [
      'two signed messages',
      async () => join(await signed(toOctets('a'), alice.key), await signed(toOctets('b'), alice.key)),
    ],
    ['a literal beside a compressed message', async () => join(await one(), await compress(await two()))],
    ['two compressed messages', async () => join(await compress(await one()), await compress(await two()))],
    ['two literals in a compressed packet', async () => compress(join(await one(), await two()))],
    ['no literal', async () => packet(TAG.marker, toOctets('PGP'))],
    ['nothing', async () => new Uint8Array()],
    ['another encrypted message inside', async () => (await sealed(await one())).message],
    ['a certificate', async () => alice.certificate.octets],
  ])('[req 11] refuses %s', async (_, inner) => {
    const { message } = await sealed(await inner());
    expect(await codeOf(open(message))).toMatch(/^mail\/(malformed|tampered)$/);
  });

  it.each<[string, (sealedParts: { keys: Uint8Array; body: Uint8Array }) => Promise<Uint8Array>]>([
    ['a literal before the encrypted packet', async ({ keys, body }) => join(await one(), keys, seipd(body))],
    ['a literal behind it', async ({ keys, body }) => join(keys, seipd(body), await one())],
    ['two encrypted packets', async ({ keys, body }) => join(keys, seipd(body), seipd(body))],
    [
      'a signature beside it',
      async ({ keys, body }) => join(await signed(toOctets('x'), alice.key), keys, seipd(body)),
    ],
    ['session keys alone', async ({ keys }) => keys],
  ])('[req 11] refuses %s', async (_, build) => {
    const parts = await sealed(await one());
    expect(await codeOf(open(await build(parts)))).toBe('mail/malformed');
  });

  it('[req 11] refuses more signatures than people make', async () => {
    const message = await createMessage({ binary: toOctets(SECRET) });
    const inner = await sign({ message, signingKeys: Array.from({ length: 20 }, () => alice.key), format: 'binary' });
    expect(await codeOf(open((await sealed(inner)).message))).toBe('mail/malformed');
  });

  it('opens a compressed and signed message, as others write it', async () => {
    const { message } = await sealed(await compress(await signed(toOctets(SECRET), alice.key)));
    const opened = await open(message);
    expect([toText(opened.content), opened.signatures[0]?.outcome]).toEqual([SECRET, 'valid']);
  });

  it('[req 7] opens a compressed message with padding behind its data, as Sequoia writes by default', async () => {
    const packed = await compress(await signed(toOctets(SECRET), alice.key));
    const { message } = await sealed(packet(TAG.compressed, join(packed.subarray(6), new Uint8Array(200))));
    expect(toText((await open(message)).content)).toBe(SECRET);
  });

  it('unpacks without taking DecompressionStream from anybody else', async () => {
    const { message } = await sealed(await compress(await literal(toOctets(SECRET))));
    const native = globalThis.DecompressionStream;
    const opening = open(message);
    expect(globalThis.DecompressionStream).toBe(native);
    await opening;
    expect(globalThis.DecompressionStream).toBe(native);
  });

  it('[req 7] skips padding, markers and unknown packets that are not critical', async () => {
    const noise = [
      packet(TAG.marker, toOctets('PGP')),
      packet(TAG.padding, new Uint8Array(33)),
      packet(60, new Uint8Array(9)),
    ];
    const inner = join(...noise, await signed(toOctets(SECRET), alice.key), ...noise);
    const { keys, body } = await sealed(inner);
    const opened = await open(join(...noise, keys, ...noise, seipd(body)));
    expect([toText(opened.content), opened.signatures[0]?.outcome]).toEqual([SECRET, 'valid']);
  });

  it('[req 7] refuses unknown packets that are critical', async () => {
    const { message } = await sealed(join(packet(38, new Uint8Array(9)), await literal(toOctets(SECRET))));
    expect(await codeOf(open(message))).toMatch(/^mail\//);
  });

  it('shows a message that is signed and not sealed as such', async () => {
    const opened = await open(await signed(toOctets(SECRET), alice.key));
    expect(opened.sealed).toBe(false);
    expect(opened.signatures[0]?.outcome).toBe('valid');
  });
});

describe('bombs', () => {
  const LIMIT = { ms: 5_000, octets: 300 * 1024 * 1024 };

  async function measured(message: Uint8Array): Promise<{ code: string | undefined; ms: number; octets: number }> {
    const before = process.memoryUsage().rss;
    const begun = performance.now();
    const code = await codeOf(open(message));
    return { code, ms: performance.now() - begun, octets: process.memoryUsage().rss - before };
  }

  it.each(['zip', 'zlib'] as const)('[req 9] ends a %s bomb of a quarter of a gigabyte', async (algorithm) => {
    const packed = await bomb(2 ** 28, algorithm);
    expect(packed.length).toBeLessThan(2 * 1024 * 1024);
    for (const message of [(await sealed(packed)).message, packed]) {
      const { code, ms, octets } = await measured(message);
      expect(code).toBe('mail/bomb');
      expect(ms).toBeLessThan(LIMIT.ms);
      expect(octets).toBeLessThan(LIMIT.octets);
    }
  });

  it.each([1, 2, 3])('[req 9] ends a bomb inside %i more layers', async (layers) => {
    let packed = await bomb(2 ** 28, 'zip');
    for (let layer = 0; layer < layers; layer++) packed = await compress(packed);
    for (const message of [(await sealed(packed)).message, packed]) {
      const { code, ms, octets } = await measured(message);
      expect(code).toBe('mail/bomb');
      expect(ms).toBeLessThan(LIMIT.ms);
      expect(octets).toBeLessThan(LIMIT.octets);
    }
  });

  it('[req 11] takes whatever is packed twice for one', async () => {
    const twice = await compress(await compress(await literal(toOctets(SECRET))));
    expect(await codeOf(open((await sealed(twice)).message))).toBe('mail/bomb');
  });

  it('[req 9] ends a bzip2 bomb of a gigabyte', async () => {
    const packed = packet(TAG.compressed, join(Uint8Array.of(3), fixture('bomb.bz2')));
    const { code, ms, octets } = await measured((await sealed(packed)).message);
    expect(code).toBe('mail/bomb');
    expect(ms).toBeLessThan(LIMIT.ms);
    expect(octets).toBeLessThan(LIMIT.octets);
  });

  it.each<[string, (inner: Uint8Array) => Promise<Uint8Array>]>([
    ['in the encrypted packet', async (inner) => (await sealed(inner)).message],
    ['compressed', async (inner) => (await sealed(await compress(inner))).message],
    ['outside', async (inner) => inner],
  ])('[req 9] ends a message of two million packets, %s', async (_, build) => {
    const marker = Uint8Array.of(0xca, 3, 0x50, 0x47, 0x50);
    const many = new Uint8Array(2_000_000 * marker.length).map((__, index) => marker[index % marker.length] ?? 0);
    const message = await build(join(many, await literal(toOctets(SECRET))));
    const { code, ms, octets } = await measured(message);
    expect(code).toBe('mail/bomb');
    expect(ms).toBeLessThan(LIMIT.ms);
    expect(octets).toBeLessThan(LIMIT.octets);
  });

  it('[req 9] opens the next message', async () => {
    await codeOf(open((await sealed(await bomb(2 ** 27, 'zip'))).message));
    const { message } = await sealed(await literal(toOctets(SECRET)));
    expect(toText((await open(message)).content)).toBe(SECRET);
  });

  it('[req 9] ends a thousand nameless session keys', async () => {
    const { keys, body } = await sealed(await literal(toOctets(SECRET)));
    const nameless = keys.slice();
    const at = Buffer.from(nameless).indexOf(Buffer.from(bob.publicKey.subkeys[0]?.getKeyID().toHex() ?? '', 'hex'));
    nameless.fill(0, at, at + 8);
    expect(toText((await open(join(nameless, seipd(body)))).content)).toBe(SECRET);
    const { code, ms } = await measured(join(...Array.from({ length: 1_000 }, () => nameless), seipd(body)));
    expect(code).toBe('mail/bomb');
    expect(ms).toBeLessThan(LIMIT.ms);
  });
});
