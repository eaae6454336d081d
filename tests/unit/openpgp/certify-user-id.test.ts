import { config, enums, PacketList, readKey, readPrivateKey, revokeKey, type SignaturePacket } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { address, type CraftedPerson, codeOf, craftPerson, toCrafted } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const XMPP = 'xmpp:alice@lab.test';
const DAY = 86_400_000;

const packetsOf = async (octets: Uint8Array): Promise<readonly string[]> => {
  const key = await readKey({ binaryKey: octets.slice() });
  return [...key.toPacketList()].map((packet) => {
    const list = new PacketList<typeof packet>();
    list.push(packet);
    return Buffer.from(list.write()).toString('hex');
  });
};
const namesOf = async (certificate: CraftedPerson['certificate']) =>
  (await pgp.view(certificate, [])).userIds.map(({ text, state }) => ({ text, state }));

/** As programs make keys that mark no name as the primary one. */
async function unmarked(): Promise<CraftedPerson> {
  const { key } = await craftPerson('Alice', { date: new Date(Date.now() - DAY) });
  const [user] = key.users;
  const [made] = user?.selfCertifications ?? [];
  if (user?.userID == null || made === undefined) throw new Error('no name');
  Object.assign(made, {
    isPrimaryUserID: null,
    rawNotations: [],
    keyExpirationTime: 30 * 86_400,
    keyNeverExpires: false,
  });
  const packet = made as SignaturePacket & { sign(...all: readonly unknown[]): Promise<void> };
  const data = { userID: user.userID, key: key.keyPacket };
  await packet.sign(key.keyPacket, data, new Date(Date.now() - DAY), false, config);
  return toCrafted(await readPrivateKey({ binaryKey: key.write() }));
}

describe.each(['v4', 'v6'] as const)('one name more on a certificate of version %s', (version) => {
  const made = (expiresInDays?: number) =>
    pgp.makeKey({
      name: 'Alice',
      email: address('alice@example.org'),
      version,
      ...(expiresInDays === undefined ? {} : { expiresInDays }),
    });

  it('stands there beside all that was there, and the primary name stays', async () => {
    const { secret, certificate } = await made(90);
    const kept = secret.octets.slice();
    const named = await pgp.certifyUserId(secret, certificate, XMPP);
    expect(named.fingerprint).toBe(certificate.fingerprint);
    expect(await namesOf(named)).toEqual([
      { text: 'Alice <alice@example.org>', state: 'valid' },
      { text: XMPP, state: 'valid' },
    ]);
    const after = await packetsOf(named.octets);
    const before = await packetsOf(certificate.octets);
    expect(before.filter((packet) => !after.includes(packet))).toEqual([]);
    expect(after).toHaveLength(before.length + 2);
    const [old, view] = [await pgp.view(certificate, []), await pgp.view(named, [])];
    expect({ expires: view.expires, health: view.health, subkeys: view.subkeys }).toEqual({
      expires: old.expires,
      health: 'ok',
      subkeys: old.subkeys,
    });
    expect(secret.octets).toEqual(kept);
  });

  it('says of the key what the primary name says, so that it does not matter whom a reader asks', async () => {
    const { secret, certificate } = await made(90);
    const key = await readKey({ binaryKey: (await pgp.certifyUserId(secret, certificate, XMPP)).octets });
    const [mail, xmpp] = key.users.map(({ selfCertifications }) => selfCertifications[0] as SignaturePacket);
    const facts = (one: SignaturePacket | undefined) => ({
      flags: one?.keyFlags,
      features: one?.features,
      expires: one?.keyExpirationTime,
      ciphers: one?.preferredSymmetricAlgorithms,
      hashes: one?.preferredHashAlgorithms,
      compressions: one?.preferredCompressionAlgorithms,
    });
    expect(facts(xmpp)).toEqual(facts(mail));
    expect([mail?.isPrimaryUserID, xmpp?.isPrimaryUserID]).toEqual([true, null]);
    expect(xmpp?.hashAlgorithm).toBe(enums.hash.sha512);
  });

  it('can be sealed for and signs as before', async () => {
    const { secret, certificate } = await made();
    const named = await pgp.certifyUserId(secret, certificate, XMPP);
    const content = new TextEncoder().encode('words');
    const sealed = await pgp.sealBinary({ content, literal: 'binary', recipients: [named], signer: secret });
    const opened = await pgp.open(sealed, [secret], [named]);
    expect(new TextDecoder().decode(opened.content)).toBe('words');
    expect(opened.signatures).toMatchObject([{ outcome: 'valid', fingerprint: named.fingerprint }]);
  });

  it('goes again where only other names are to be kept', async () => {
    const { secret, certificate } = await made();
    const named = await pgp.certifyUserId(secret, certificate, XMPP);
    const bare = await pgp.keepUserIds(named, (userId) => userId !== XMPP);
    expect(await packetsOf(bare.octets)).toEqual(await packetsOf(certificate.octets));
    expect(await pgp.keepUserIds(named, () => true)).toBe(named);
  });
});

it('the primary name stays it where nothing but its age has made it that, and ends when it did', async () => {
  const alice = await unmarked();
  const before = await pgp.view(alice.certificate, []);
  const named = await pgp.certifyUserId(alice.secret, alice.certificate, XMPP);
  expect((await namesOf(named)).map(({ text }) => text)).toEqual(['Alice <alice@example.org>', XMPP]);
  expect((await pgp.view(named, [])).expires).toBe(before.expires);
  expect(before.expires).toBeDefined();
  const key = await readKey({ binaryKey: named.octets });
  expect((await key.getPrimaryUser()).user.userID?.email).toBe('alice@example.org');
});

it('a name that could not be shown as it is, is certified for nobody', async () => {
  const { secret, certificate } = await craftPerson('Alice');
  for (const userId of [
    '',
    'xmpp:a\u202e@lab.test',
    'xmpp:a@lab\u0000.test',
    `xmpp:${'a'.repeat(400)}@lab.test`,
    ' x',
  ]) {
    expect(await codeOf(pgp.certifyUserId(secret, certificate, userId))).toBe('bus/bad-input');
  }
});

it('only the key itself names itself', async () => {
  const [alice, bob] = [await craftPerson('Alice'), await craftPerson('Bob')];
  expect(await codeOf(pgp.certifyUserId(bob.secret, alice.certificate, XMPP))).toBe('key/damaged');
  const revoked = await revokeKey({ key: alice.key, format: 'object' });
  const dead = toCrafted(alice.key, revoked.publicKey).certificate;
  const named = await pgp.certifyUserId(alice.secret, dead, XMPP).catch(() => dead);
  expect(await pgp.encryptionProblem(named)).toBe('key/revoked');
});

it('a key whose certifying part is elsewhere says so', async () => {
  const { key } = await craftPerson('Alice');
  (key.keyPacket as typeof key.keyPacket & { makeDummy(): void }).makeDummy();
  const { secret, certificate } = toCrafted(key);
  expect(await codeOf(pgp.certifyUserId(secret, certificate, XMPP))).toBe('key/no-certifying');
});

it('a name that was revoked is not brought back in silence', async () => {
  const alice = await craftPerson('Alice', { date: new Date(Date.now() - DAY) });
  const named = await pgp.certifyUserId(alice.secret, alice.certificate, XMPP);
  const key = await readKey({ binaryKey: named.octets.slice() });
  const user = key.users.find(({ userID }) => userID?.userID === XMPP);
  if (user == null) throw new Error('no name');
  user.revocationSignatures.push(
    ...((await user.revoke(alice.key.keyPacket as never)) as typeof user).revocationSignatures,
  );
  const revoked = { ...named, octets: key.write() };
  expect(await namesOf(revoked)).toContainEqual({ text: XMPP, state: 'revoked' });
  expect(await codeOf(pgp.certifyUserId(alice.secret, revoked, XMPP))).toBe('key/no-certifying');
});
