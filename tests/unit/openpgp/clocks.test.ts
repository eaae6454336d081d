import { type PublicKey, reformatKey, revokeKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { toOctets } from '../../support/openpgp/fixture';
import { codeOf, craftPerson, makePerson, toCrafted } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const DAY = 86_400_000;
const CONTENT = toOctets('for somebody whose clock is ahead of mine');
const inDays = (days: number) => new Date(Date.now() + days * DAY);

describe('a certificate that was made by a clock ahead of mine', () => {
  it.each([1 / 24, 2, 6.9])(
    '%d days, is what it is: named, sound, sealed for, alone and among others',
    async (days) => {
      const alice = await makePerson(pgp, 'Alice');
      const { certificate, secret } = await craftPerson('Ahead', { date: inDays(days) });
      const read = await pgp.readCertificate(certificate.octets);
      expect(await pgp.view(read, [])).toMatchObject({
        health: 'ok',
        userIds: [{ state: 'valid' }],
        subkeys: [{ state: 'valid' }],
      });
      expect(await pgp.encryptionProblem(read)).toBeUndefined();
      const half = await pgp.sealToOne(CONTENT, read, alice.secret);
      const request = { content: CONTENT, literal: 'binary', signer: alice.secret } as const;
      const mail = await pgp.seal({ ...request, recipients: [read, alice.certificate] });
      for (const message of [half, mail]) {
        expect((await pgp.open(message, [secret], [alice.certificate])).content).toEqual(CONTENT);
      }
    },
  );

  it('more than a week, is not used', async () => {
    const alice = await makePerson(pgp, 'Alice');
    const { certificate } = await craftPerson('Ahead', { date: inDays(7.1) });
    expect(await pgp.encryptionProblem(certificate)).toBe('key/expired');
    expect(await codeOf(pgp.sealToOne(CONTENT, certificate, alice.secret))).toBe('key/expired');
  });

  it('and had expired, is used with the later time that its owner gave it', async () => {
    const old = await craftPerson('Old', { date: inDays(-10), keyExpirationTime: 86_400 });
    expect(await pgp.encryptionProblem(old.certificate)).toBe('key/expired');
    const { privateKey } = await reformatKey({
      privateKey: old.key,
      userIDs: [{ name: 'Old', email: 'old@example.org' }],
      keyExpirationTime: 0,
      date: inDays(1),
      format: 'object',
    });
    const renewed = await pgp.merge(old.certificate, toCrafted(privateKey).certificate);
    expect(await pgp.encryptionProblem(renewed)).toBeUndefined();
  });

  it('[req 12] and revoked, is revoked at once, though its owner may only have replaced it', async () => {
    for (const days of [-1, 2]) {
      const person = await craftPerson('Gone', { date: inDays(-3) });
      const { publicKey } = await revokeKey({
        key: person.key,
        reasonForRevocation: { flag: 1 as never, string: 'replaced' },
        date: inDays(days),
        format: 'object',
      });
      const { certificate } = toCrafted(person.key, publicKey as PublicKey);
      expect(await pgp.encryptionProblem(await pgp.readCertificate(certificate.octets)), `${days}`).toBe('key/revoked');
    }
  });
});
