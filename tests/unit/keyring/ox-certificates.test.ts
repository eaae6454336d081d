import { createMessage, decrypt, encrypt, type PrivateKey, readKey, readMessage, sign } from 'openpgp';
import { beforeAll, expect, test } from 'vitest';
import { createKeyringPerson, type KeyringPerson } from '../../support/channel/keyring-people';
import { pasted } from '../../support/keyring-world';
import { address, makePerson, type Person, revoked } from '../../support/people';

const octets = (text: string) => new TextEncoder().encode(text);
let me: KeyringPerson;
let bob: Person;
let carol: Person;
const ox = () => me.oxCertificates();
const mine = () => readKey({ binaryKey: me.octets });

/** A message to me, as any program may make one. */
async function toMe(text: string, signers: readonly PrivateKey[]): Promise<Uint8Array> {
  const message = await createMessage({ binary: octets(text) });
  const keys = signers.length === 0 ? {} : { signingKeys: [...signers] };
  return encrypt({ message, encryptionKeys: await mine(), format: 'binary', ...keys });
}

beforeAll(async () => {
  me = await createKeyringPerson('Me');
  bob = await makePerson(['bob@example.org']);
  carol = await makePerson(['carol@example.org']);
  await me.decide(bob, 'in-use');
});

test('what is sealed is for the other and for me, without armor, and signed by me', async () => {
  const sealed = await ox().sealOx(octets('to both'), bob.fingerprint);
  const message = await readMessage({ binaryMessage: sealed });
  const { data, signatures } = await decrypt({
    message,
    decryptionKeys: bob.secret,
    verificationKeys: await mine(),
    format: 'binary',
  });
  expect(new TextDecoder().decode(data)).toBe('to both');
  await expect(signatures[0]?.verified).resolves.toBe(true);
  expect(await ox().openOx(sealed)).toEqual({ content: octets('to both'), signer: me.fingerprint });
});

test('[req 12] nothing is sealed for a certificate that nobody decided about, or that was refused', async () => {
  await me.contacts.submit(carol.octets, pasted());
  await expect(ox().sealOx(octets('x'), carol.fingerprint)).rejects.toMatchObject({ code: 'contact/undecided' });
  await me.contacts.decide(carol.fingerprint, 'refused');
  await expect(ox().sealOx(octets('x'), carol.fingerprint)).rejects.toMatchObject({ code: 'contact/refused' });
  await expect(ox().sealOx(octets('x'), me.fingerprint)).rejects.toMatchObject({ code: 'contact/own-certificate' });
});

test('the signer is told where the certificate is here, whatever was decided; nobody is told where it is not', async () => {
  expect(await ox().openOx(await toMe('hi', [carol.secret]))).toMatchObject({ signer: carol.fingerprint });
  const stranger = await makePerson(['stranger@example.org']);
  expect(await ox().openOx(await toMe('hi', [stranger.secret]))).not.toHaveProperty('signer');
});

test('[req 11] a message without exactly one signature is not opened', async () => {
  await expect(ox().openOx(await toMe('unsigned', []))).rejects.toMatchObject({ code: 'webchat/sender' });
  const both = await toMe('two', [bob.secret, carol.secret]);
  await expect(ox().openOx(both)).rejects.toMatchObject({ code: 'webchat/sender' });
});

test('signed and not sealed is no message of chat', async () => {
  const message = await createMessage({ binary: octets('in clear') });
  const signed = await sign({ message, signingKeys: bob.secret, format: 'binary' });
  await expect(ox().openOx(signed)).rejects.toMatchObject({ code: 'mail/unprotected' });
});

test('[req 12] a revoked certificate lends its signature to no name', async () => {
  const dora = await makePerson(['dora@example.org']);
  const message = await toMe('before', [dora.secret]);
  await me.contacts.submit((await revoked(dora)).octets, pasted());
  await expect(ox().openOx(message)).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:key\/revoked|webchat\/sender)$/),
  });
});

test('a certificate is looked at without being stored; what is none is nothing', async () => {
  const erna = await makePerson(['erna@example.org']);
  expect(await ox().lookAt(erna.octets)).toMatchObject({ fingerprint: erna.fingerprint, health: 'ok' });
  expect(await me.contacts.decisionOn(erna.fingerprint)).toBe('unknown');
  expect(await ox().lookAt(octets('no certificate'))).toBeUndefined();
  expect(await ox().lookAt(erna.secret.write())).toBeUndefined();
  expect(await ox().lookAt(new Uint8Array([...erna.octets, ...bob.octets]))).toBeUndefined();
});

test('a certificate that an XMPP account published stops nobody’s mail, and binds its addresses once it is accepted', async () => {
  const rival = await makePerson(['bob@example.org']);
  const evidence = { source: 'xmpp-account', detail: 'mallory@lab.test', at: 1 } as const;
  const before = await me.contacts.undecidedCount();
  await me.contacts.submit(rival.octets, evidence);
  expect(await me.contacts.decisionOn(bob.fingerprint)).toBe('in-use');
  expect(await me.contacts.undecidedCount()).toBe(before);
  await me.contacts.decide(rival.fingerprint, 'verified');
  expect(await me.contacts.addressState(address('bob@example.org'))).toMatchObject({ fingerprint: rival.fingerprint });
});

const ownOf = async (person: KeyringPerson) => (await person.ownKeys.list())[0];
const namesOf = async (person: KeyringPerson) => (await ownOf(person))?.view.userIds.map(({ text }) => text);

test.each(['v4', 'v6'] as const)(
  'an account publishes mine with its user id, which is given once and kept: version %s',
  async (version) => {
    const anna = await createKeyringPerson('Anna', version);
    const first = await anna.oxCertificates().ownForAccount('anna@lab.test');
    expect(first.fingerprint).toBe(anna.fingerprint);
    expect(await namesOf(anna)).toEqual(['Anna <anna@example.org>', 'xmpp:anna@lab.test']);
    // Also in the next background, and while my secret is locked: nothing is signed any more.
    const next = anna.world.start();
    await next.vault.lock();
    expect((await next.oxCertificates().ownForAccount('anna@lab.test')).octets).toEqual(first.octets);
    expect((await next.channelCertificates().ownForChat()).octets).toEqual(first.octets);
  },
);

test('an account publishes no other account of mine', async () => {
  const anna = await createKeyringPerson('Anna');
  await anna.oxCertificates().ownForAccount('anna@lab.test');
  const work = await anna.oxCertificates().ownForAccount('anna@work.test');
  expect((await readKey({ binaryKey: work.octets })).getUserIDs()).toEqual([
    'Anna <anna@example.org>',
    'xmpp:anna@work.test',
  ]);
  expect(await namesOf(anna)).toHaveLength(3);
});

test('mine with a user id more signs, opens and is the same for mail', async () => {
  const anna = await createKeyringPerson('Anna');
  await anna.decide(bob, 'in-use');
  const before = await anna.oxCertificates().sealOx(octets('before'), bob.fingerprint);
  const { octets: certificate } = await anna.oxCertificates().ownForAccount('anna@lab.test');
  const after = await anna.oxCertificates().sealOx(octets('after'), bob.fingerprint);
  for (const [sealed, words] of [
    [before, 'before'],
    [after, 'after'],
  ] as const) {
    expect(await anna.oxCertificates().openOx(sealed)).toEqual({ content: octets(words), signer: anna.fingerprint });
    const { data, signatures } = await decrypt({
      message: await readMessage({ binaryMessage: sealed }),
      decryptionKeys: bob.secret,
      verificationKeys: await readKey({ binaryKey: certificate }),
    });
    expect(data).toBe(words);
    await expect(signatures[0]?.verified).resolves.toBe(true);
  }
  expect(await anna.ownKeys.canSignFor(address('anna@example.org'))).toBe(true);
  expect((await ownOf(anna))?.view.userIds[0]?.email).toBe('anna@example.org');
});

test('a key that is deleted while its account is published does not come back; a preference is not lost', async () => {
  const anna = await createKeyringPerson('Anna');
  const named = anna.oxCertificates().ownForAccount('anna@lab.test');
  const [, , preferred] = await Promise.all([named, anna.ownKeys.prefer(anna.fingerprint), anna.ownKeys.list()]);
  expect(preferred).toHaveLength(1);
  expect((await anna.world.start().store.ownKeys.get(anna.fingerprint))?.preferredAt).toBeGreaterThan(0);
  expect(await namesOf(anna)).toContain('xmpp:anna@lab.test');
  await Promise.all([anna.oxCertificates().ownForAccount('anna@work.test'), anna.ownKeys.delete(anna.fingerprint)]);
  expect(await anna.ownKeys.list()).toEqual([]);
});

test('while my secret is locked no account gets its user id', async () => {
  const anna = await createKeyringPerson('Anna');
  const { vault, oxCertificates } = anna.world.start();
  await vault.lock();
  await expect(oxCertificates().ownForAccount('anna@lab.test')).rejects.toMatchObject({ code: 'vault/locked' });
  expect(await namesOf(anna)).toEqual(['Anna <anna@example.org>']);
});
