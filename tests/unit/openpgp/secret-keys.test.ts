import { encryptKey, enums } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../lib/core/limits';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { fixture, toOctets } from '../../support/openpgp/fixture';
import { codeOf, craftPerson, makePerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();

describe.each(['v4', 'v6'] as const)('%s', (version) => {
  it('goes out locked and comes back the same', async () => {
    const { secret, certificate } = await makePerson(pgp, 'Alice', version);
    const armored = await pgp.exportSecret(secret, 'tänk på en häst');
    expect(await pgp.importSecret(toOctets(armored), 'tänk på en häst')).toEqual([{ secret, certificate }]);
  });

  it('[req 10] asks for Argon2 in version 6 only, of a modest size', async () => {
    const { secret } = await makePerson(pgp, 'Alice', version);
    const armored = await pgp.exportSecret(secret, 'pass');
    const octets = Buffer.from(armored.split('\n\n')[1]?.split('\n=')[0]?.split('-----')[0] ?? '', 'base64');
    // RFC 9580, 3.7.1.4: 4, salt, passes, lanes, memory; 3.7.1.3: 3, hash, salt, count.
    const at = octets.indexOf(version === 'v6' ? Buffer.from([253, 38, 9, 2, 20, 4]) : Buffer.from([254, 9, 3]));
    expect(at).toBeGreaterThan(0);
  });

  it('leaves the octets it was given as they were', async () => {
    const { secret } = await makePerson(pgp, 'Alice', version);
    const before = secret.octets.slice();
    await pgp.exportSecret(secret, 'pass');
    expect(secret.octets).toEqual(before);
  });

  it('tells a wrong passphrase from a missing one', async () => {
    const { secret } = await makePerson(pgp, 'Alice', version);
    const armored = toOctets(await pgp.exportSecret(secret, 'right'));
    expect(await codeOf(pgp.importSecret(armored, undefined))).toBe('key/needs-passphrase');
    expect(await codeOf(pgp.importSecret(armored, ''))).toBe('key/needs-passphrase');
    expect(await codeOf(pgp.importSecret(armored, 'wrong'))).toBe('key/wrong-passphrase');
  });
});

it('never exports without a passphrase', async () => {
  const { secret } = await makePerson(pgp, 'Alice');
  expect(await codeOf(pgp.exportSecret(secret, ''))).toBe('key/needs-passphrase');
});

it('imports a key without a passphrase, as gpg writes it', async () => {
  const [first] = await pgp.importSecret(fixture('secret.asc'), undefined);
  expect(first?.certificate).toEqual(await pgp.readCertificate(fixture('whole.asc')));
});

it.each([
  ['a certificate', fixture('whole.asc'), 'key/public-as-secret'],
  ['words', toOctets('hello'), 'key/not-a-key'],
  ['nothing', new Uint8Array(), 'key/not-a-key'],
  ['a cut key', fixture('secret.asc').slice(0, 300), 'key/damaged'],
  ['two megabytes', new Uint8Array(2 * 1024 * 1024), 'key/too-large'],
])('refuses %s', async (_, octets, code) => {
  expect(await codeOf(pgp.importSecret(octets, 'pass'))).toBe(code);
});

it('refuses a private part that does not belong to the public part', async () => {
  const { secret } = await makePerson(pgp, 'Alice');
  const octets = secret.octets.slice();
  const at = Buffer.from(octets).indexOf(Buffer.from([0x40])) + 5;
  octets[at] = (octets[at] ?? 0) ^ 1;
  expect(await codeOf(pgp.importSecret(octets, undefined))).toBe('key/damaged');
});

describe('demands on this machine [req 10]', () => {
  /** A locked key whose Argon2 parameters were overwritten: passes, lanes, memory exponent. */
  async function demanding(passes: number, lanes: number, exponent: number): Promise<Uint8Array> {
    const alice = await craftPerson('Alice', { type: 'curve25519', config: { v6Keys: true, aeadProtect: true } });
    const locked = await encryptKey({
      privateKey: alice.key,
      passphrase: 'pass',
      config: {
        s2kType: enums.s2k.argon2,
        aeadProtect: true,
        s2kArgon2Params: { passes: 1, parallelism: 1, memoryExponent: 8 },
      },
    });
    const octets = Buffer.from(locked.write());
    // AES-256, GCM, 20 octets of S2K: Argon2, its salt, then what we change.
    const wanted = Buffer.from([9, 3, 20, 4]);
    const places: number[] = [];
    for (let at = octets.indexOf(wanted); at !== -1; at = octets.indexOf(wanted, at + 1)) places.push(at);
    expect(places).toHaveLength(2);
    for (const at of places) octets.set([passes, lanes, exponent], at + wanted.length + 16);
    return new Uint8Array(octets);
  }

  it.each([
    ['memory past the cap', 1, 1, LIMITS.argon2MemoryExponent + 1],
    ['a terabyte', 1, 1, 30],
    ['two gigabytes 255 times', 255, 1, 21],
    ['a thousand lanes', 1, 255, 12],
    ['no pass', 0, 1, 12],
  ])('[req 10] refuses %s at once', async (_, passes, lanes, exponent) => {
    const octets = await demanding(passes, lanes, exponent);
    const begun = performance.now();
    const code = await codeOf(pgp.importSecret(octets, 'pass'));
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(code).toBe('key/too-large');
  });
});
