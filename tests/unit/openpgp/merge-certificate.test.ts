import { readKey, readPrivateKey, reformatKey, revokeKey } from 'openpgp';
import { expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { fixture } from '../../support/openpgp/fixture';
import { codeOf, craftPerson, toCrafted } from '../../support/openpgp/people';

const pgp = createOpenPgp();

it('answers the same octets when nothing is new', async () => {
  const whole = await pgp.readCertificate(fixture('whole.asc'));
  expect(await pgp.merge(whole, whole)).toEqual(whole);
});

it('refuses another certificate', async () => {
  const [one, other] = [await pgp.readCertificate(fixture('whole.asc')), await pgp.readCertificate(fixture('rsa.asc'))];
  expect(await codeOf(pgp.merge(one, other))).toBe('key/damaged');
});

it('adds a new name and a new subkey', async () => {
  const before = await craftPerson('Alice', { date: new Date(Date.now() - 60_000) });
  const more = await reformatKey({
    privateKey: before.key,
    userIDs: [{ name: 'Alice', email: 'alice@example.org' }, { email: 'alice@work.example' }],
    format: 'object',
  });
  const after = toCrafted(await more.privateKey.addSubkey({}));
  const merged = await pgp.view(await pgp.merge(before.certificate, after.certificate), []);
  expect(merged.userIds.map(({ email }) => email).sort()).toEqual(['alice@example.org', 'alice@work.example']);
  expect(merged.subkeys).toHaveLength(2);
});

it('[req 12] takes a revocation in, and never loses it again', async () => {
  const alice = await craftPerson('Alice', { date: new Date(Date.now() - 60_000) });
  const { publicKey } = await revokeKey({ key: alice.key, format: 'object' });
  const revoked = toCrafted(alice.key, publicKey).certificate;
  const merged = await pgp.merge(alice.certificate, revoked);
  expect(await pgp.encryptionProblem(merged)).toBe('key/revoked');
  expect(await pgp.encryptionProblem(await pgp.merge(merged, alice.certificate))).toBe('key/revoked');
});

it('[req 12] is not broken by a newer binding that is forged', async () => {
  const alice = await craftPerson('Alice', { date: new Date(Date.now() - 60_000) });
  const forged = await readKey({ binaryKey: alice.certificate.octets.slice() });
  const later = await readPrivateKey({ binaryKey: alice.secret.octets.slice() });
  const newer = toCrafted(
    (await reformatKey({ privateKey: later, userIDs: [{ email: 'a@example.org' }], format: 'object' })).privateKey,
  );
  const binding = (await readKey({ binaryKey: newer.certificate.octets })).subkeys[0]?.bindingSignatures[0];
  const octets = binding && (binding as unknown as { params: { RS?: Uint8Array; r?: Uint8Array } }).params;
  const bytes = octets?.RS ?? octets?.r;
  if (!bytes || !binding || !forged.subkeys[0]) throw new Error('no binding to forge');
  bytes[5] = (bytes[5] ?? 0) ^ 1;
  forged.subkeys[0].bindingSignatures = [binding];
  const after = { fingerprint: alice.certificate.fingerprint, octets: forged.write() };
  expect(await codeOf(pgp.merge(alice.certificate, after))).toBe('key/damaged');
  forged.subkeys = [];
  const harmless = { ...after, octets: forged.write() };
  expect(await pgp.encryptionProblem(await pgp.merge(alice.certificate, harmless))).toBeUndefined();
});
