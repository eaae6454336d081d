import { checkPrimeSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import { decode, encode } from '../../../lib/core/wire/encode';
import { type AccountKey, createAccountKey } from '../../../lib/otr/account-key';
import { type DsaPublic, publicKey, verifySignature } from '../../../lib/otr/public-key';
import { createTestPorts } from '../../support/otr/ports';
import { threadClock } from '../../support/thread-clock';

/** The most that a worker may be blocked at once, in milliseconds of its own time. */
const LONGEST_STEP_MS = 50;

const statement = new Uint8Array(32).fill(7);

describe('an account key', () => {
  let key: AccountKey;
  let longestMs = 0;
  let pauses = 0;
  beforeAll(async () => {
    const ports = createTestPorts();
    let spent = threadClock();
    const note = () => {
      longestMs = Math.max(longestMs, spent());
    };
    key = await createAccountKey({
      ...ports,
      async pause() {
        note();
        await ports.pause();
        spent = threadClock();
      },
    });
    note();
    pauses = ports.pauses();
  });

  it('has primes of 1024 and 160 bits, and a generator of order q', () => {
    const { p, q, g, y } = key.public;
    expect([p.toString(2).length, q.toString(2).length]).toEqual([1024, 160]);
    expect(checkPrimeSync(p) && checkPrimeSync(q)).toBe(true);
    expect((p - 1n) % q).toBe(0n);
    expect(g > 1n && y > 1n).toBe(true);
  });

  it(`is made in steps of less than ${LONGEST_STEP_MS} ms`, () => {
    expect(pauses).toBeGreaterThan(3);
    expect(longestMs).toBeLessThan(LONGEST_STEP_MS);
  });

  it('prints its fingerprint as OTR does', () => {
    expect(key.fingerprint).toMatch(/^(?:[0-9A-F]{8} ){4}[0-9A-F]{8}$/);
  });

  it('signs what verifies, and differently each time', () => {
    const [one, other] = [key.sign(statement), key.sign(statement)];
    expect(verifySignature(key.public, statement, one)).toBe(true);
    expect(verifySignature(key.public, statement, other)).toBe(true);
    expect(one).not.toEqual(other);
  });

  it('verifies nothing else: other octets, a changed signature, zeros, numbers beyond q', () => {
    const signature = key.sign(statement);
    expect(verifySignature(key.public, statement.with(0, 8), signature)).toBe(false);
    for (const at of [0, 19, 20, 39]) {
      expect(verifySignature(key.public, statement, signature.with(at, (signature[at] ?? 0) ^ 1))).toBe(false);
    }
    expect(verifySignature(key.public, statement, new Uint8Array(40))).toBe(false);
    expect(verifySignature(key.public, statement, new Uint8Array(40).fill(255))).toBe(false);
    expect(verifySignature(key.public, statement, signature.subarray(0, 39))).toBe(false);
  });

  it('reads back what it wrote, and refuses every unsound key', () => {
    const { p, q, g, y } = key.public;
    expect(decode(publicKey, encode(publicKey, key.public))).toEqual(key.public);
    const unsound: readonly DsaPublic[] = [
      { p, q, g, y: 1n },
      { p, q, g: 1n, y },
      { p, q, g, y: p - 1n },
      { p, q, g, y: p + y },
      { p, q: q + 2n, g, y },
      { p: p >> 1n, q, g, y },
      { p: p << 2049n, q, g, y },
      { p, q: q >> 1n, g, y },
      { p, q, g, y: 0n },
    ];
    for (const other of unsound) {
      expect(() => decode(publicKey, encode(publicKey, other))).toThrow(new AppError('wire/malformed'));
    }
  });

  it('[req 3] cannot be stored or sent, and signs no more once it is forgotten', () => {
    expect(() => structuredClone(key)).toThrow();
    expect(new Set(Object.keys(key))).toEqual(new Set(['fingerprint', 'forget', 'public', 'sign']));
    key.forget();
    expect(() => key.sign(statement)).toThrow(new AppError('otr/forgotten'));
  });
});
