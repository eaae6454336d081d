import { expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { rfcSamples, toOctets, toText } from '../../support/openpgp/fixture';
import { codeOf } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const samples = rfcSamples();
const V6_FINGERPRINT = 'cb186c4f0609a697e4d52dfa6c722b0c1f1e27c18a56708f6525ec27bad9acc9';

it('[req 7] reads the version 6 certificate (A.3)', async () => {
  const certificate = await pgp.readCertificate(toOctets(samples.v6Certificate));
  expect(certificate.fingerprint).toBe(V6_FINGERPRINT);
  const view = await pgp.view(certificate, []);
  expect(view).toMatchObject({ version: 6, algorithm: { name: 'Ed25519' }, health: 'no-user-id', userIds: [] });
  expect(view.subkeys).toMatchObject([
    {
      fingerprint: '12c83f1e706f6308fe151a417743a1f033790e93e9978488d1db378da9930885',
      usage: ['encrypt'],
      state: 'valid',
    },
  ]);
});

it('[req 7] reads the version 4 Ed25519Legacy key (A.1), which names nobody', async () => {
  const certificate = await pgp.readCertificate(toOctets(samples.v4Ed25519LegacyKey));
  expect(certificate.fingerprint).toBe(samples.v4Ed25519LegacyFingerprint);
  expect((await pgp.view(certificate, [])).health).toBe('no-user-id');
});

it('[req 7] imports the version 6 private key, open (A.4) and locked with Argon2 and AEAD (A.5), to the same octets', async () => {
  const [opened] = await pgp.importSecret(toOctets(samples.v6Secret), undefined);
  expect(opened?.secret.fingerprint).toBe(V6_FINGERPRINT);
  const locked = toOctets(samples.v6SecretLocked);
  const [unlocked] = await pgp.importSecret(locked, samples.v6SecretPassphrase);
  expect(unlocked?.secret.fingerprint).toBe(V6_FINGERPRINT);
  // The sample asks for 2 GiB of Argon2, twice: the most that we give.
}, 120_000);

it('[req 7] verifies the cleartext signed message (A.6)', async () => {
  const certificate = await pgp.readCertificate(toOctets(samples.v6Certificate));
  const opened = await pgp.openCleartext(samples.cleartext, [certificate]);
  expect(toText(opened.content)).toBe('What we need from the grocery store:\n\n- tofu\n- vegetables\n- noodles\n');
  expect(opened.signatures).toMatchObject([{ outcome: 'valid', fingerprint: V6_FINGERPRINT }]);
});

it('[req 7] opens the X25519-AEAD-OCB message (A.8), with its padding', async () => {
  const [own] = await pgp.importSecret(toOctets(samples.v6Secret), undefined);
  if (!own) throw new Error('no key');
  const opened = await pgp.open(toOctets(samples.x25519AeadOcb), [own.secret], []);
  expect(toText(opened.content)).toBe('Hello, world!');
  expect(opened).toMatchObject({ sealed: true, signatures: [] });
});

it('[req 7] tells a message sealed with a password alone that it is not for any key', async () => {
  const { createMessage, encrypt } = await import('openpgp');
  const message = await encrypt({ message: await createMessage({ text: 'x' }), passwords: 'pass' });
  expect(await codeOf(pgp.open(toOctets(message), [], []))).toBe('mail/not-for-me');
});
