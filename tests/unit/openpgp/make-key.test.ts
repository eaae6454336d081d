import { readPrivateKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { address, codeOf, makePerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();

describe.each(['v4', 'v6'] as const)('%s', (version) => {
  it('[req 6] has the configured algorithms and usages', async () => {
    const { certificate } = await makePerson(pgp, 'Alice', version);
    const view = await pgp.view(certificate, []);
    expect(view.version).toBe(version === 'v6' ? 6 : 4);
    expect(view.algorithm).toEqual({ name: 'Ed25519' });
    expect(view.subkeys.map(({ algorithm, usage, state }) => ({ algorithm, usage, state }))).toEqual([
      { algorithm: { name: 'X25519' }, usage: ['encrypt'], state: 'valid' },
    ]);
    expect(view.health).toBe('ok');
    expect(view.userIds).toEqual([
      { text: 'Alice <alice@example.org>', name: 'Alice', email: 'alice@example.org', state: 'valid' },
    ]);
  });

  it('[req 6] is another key each time', async () => {
    const made = await Promise.all([1, 2, 3].map(() => makePerson(pgp, 'Alice', version)));
    expect(new Set(made.map(({ secret }) => secret.fingerprint)).size).toBe(3);
    const seeds = made.map(({ secret }) => Buffer.from(secret.octets).toString('hex'));
    expect(new Set(seeds).size).toBe(3);
  });

  it('[req 6] passes the known-answer check of public against secret part', async () => {
    const { secret } = await makePerson(pgp, 'Alice', version);
    const key = await readPrivateKey({ binaryKey: secret.octets.slice() });
    for (const { keyPacket } of key.getKeys()) {
      await expect(
        (keyPacket as typeof key.keyPacket & { validate(): Promise<void> }).validate(),
      ).resolves.toBeUndefined();
    }
  });

  it('expires when it was asked to', async () => {
    const days = 30;
    const made = await pgp.makeKey({ name: 'A', email: address('a@example.org'), version, expiresInDays: days });
    const { created, expires } = await pgp.view(made.certificate, []);
    expect((expires ?? 0) - created).toBe(days * 86_400_000);
  });
});

it('makes one address of a name that would make two', async () => {
  const name = 'Eve <eve@evil.example>\u202e(x)';
  const { certificate } = await pgp.makeKey({ name, email: address('eve@example.org'), version: 'v4' });
  const [userId] = (await pgp.view(certificate, [])).userIds;
  expect(userId?.text).toBe('Eve eve@evil.example x <eve@example.org>');
  expect(userId?.email).toBe('eve@example.org');
});

it('makes a key without a name', async () => {
  const { certificate } = await pgp.makeKey({ name: '', email: address('eve@example.org'), version: 'v4' });
  const [userId] = (await pgp.view(certificate, [])).userIds;
  expect(userId).toMatchObject({ name: 'eve@example.org', email: 'eve@example.org' });
});

it('refuses an expiry of no or too many days', async () => {
  for (const expiresInDays of [0, -1, Number.NaN, 1e9]) {
    const request = { name: 'A', email: address('a@example.org'), version: 'v4', expiresInDays } as const;
    expect(await codeOf(pgp.makeKey(request))).toBe('bus/bad-input');
  }
});
