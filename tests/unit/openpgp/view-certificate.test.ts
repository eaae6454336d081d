import { config, enums, PacketList, readKey, SignaturePacket } from 'openpgp';
import { describe, expect, it } from 'vitest';
import type { CertificateOctets, KnownSigner } from '../../../lib/core/openpgp-port';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { fixture } from '../../support/openpgp/fixture';
import { type CraftedPerson, craftPerson, makePerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const read = (file: string): Promise<CertificateOctets> => pgp.readCertificate(fixture(file));
const knownAs = (certificate: CertificateOctets): KnownSigner => ({ ...certificate, decision: 'verified' });

describe('names', () => {
  it('shows every name with its state, the primary one first', async () => {
    const { userIds } = await pgp.view(await read('whole.asc'), []);
    expect(userIds.map(({ email, state }) => [email, state])).toEqual([
      ['work@example.org', 'valid'],
      ['whole@example.org', 'valid'],
      ['gone@example.org', 'revoked'],
    ]);
  });

  it('[req 24] draws no control or bidi character of a name', async () => {
    const eve = await craftPerson('Eve', {
      userIDs: [{ name: 'Eve\u202egro.elpmaxe\u200b\n\u0007', email: 'eve@example.org' }],
    });
    const [userId] = (await pgp.view(await pgp.readCertificate(eve.certificate.octets), [])).userIds;
    expect(userId?.name).toBe('Eve\ufffdgro.elpmaxe\ufffd \ufffd');
    expect(userId?.text).not.toMatch(/[\u202e\u200b\n\u0007]/);
  });

  it.each([
    ['two <a@example.org> <b@example.org>', undefined],
    ['<a@example.org>', 'a@example.org'],
    ['a@example.org', 'a@example.org'],
    ['A (b <c@example.org>) <a@example.org>', undefined],
    ['"a@example.org" <b@example.org>', 'b@example.org'],
    ['A\u202e <a\u202e@example.org>', undefined],
  ])('takes of %j the address %s', async (name, email) => {
    const { splitUserId } = await import('../../../lib/openpgp/view-user-ids');
    expect(splitUserId(name).email).toBe(email);
  });
});

describe('the signature list', () => {
  it('knows who signed, who is unknown and who took it back', async () => {
    const [friend, regretful] = [await read('friend.asc'), await read('regretful.asc')];
    const certified = await read('certified.asc');
    const { certifications } = await pgp.view(certified, [knownAs(friend), { ...regretful, decision: 'in-use' }]);
    const found = certifications.map(({ signerName, state, signerDecision }) => [signerName, state, signerDecision]);
    expect(found).toContainEqual([undefined, 'self', undefined]);
    expect(found).toContainEqual(['friend <friend@example.org>', 'verified', 'verified']);
    expect(found).toContainEqual(['regretful <regretful@example.org>', 'revoked', 'in-use']);
    expect(found).toContainEqual([undefined, 'signer-unknown', undefined]);
    expect(found).toHaveLength(4);
  });

  it('gives the whole fingerprint of the signer, and the date', async () => {
    const friend = await read('friend.asc');
    const { certifications } = await pgp.view(await read('certified.asc'), [knownAs(friend)]);
    const from = certifications.find(({ state }) => state === 'verified');
    expect(from?.signerId).toBe(friend.fingerprint);
    expect(new Date(from?.created ?? 0).getUTCFullYear()).toBeGreaterThanOrEqual(2026);
  });

  it('lists nobody twice for one name', async () => {
    const { certifications } = await pgp.view(await read('certified.asc'), []);
    const ids = certifications.map(({ signerId }) => signerId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

type Certifier = SignaturePacket & {
  sign(key: object, data: object, date: Date, detached: boolean, options: object): Promise<void>;
};

/** `target` certified by `signer`, with anything about the signature changed. */
async function certify(
  target: CraftedPerson,
  signer: CraftedPerson,
  change: (packet: SignaturePacket) => void,
  date = new Date(),
): Promise<CertificateOctets> {
  const key = await readKey({ binaryKey: target.certificate.octets.slice() });
  // Without the salt notation, which the library cannot make for SHA-1.
  const options = { ...config, nonDeterministicSignaturesViaNotation: false };
  const packet = new SignaturePacket() as Certifier;
  packet.signatureType = enums.signature.certGeneric;
  packet.publicKeyAlgorithm = signer.key.keyPacket.algorithm as enums.publicKey;
  packet.hashAlgorithm = enums.hash.sha512;
  change(packet);
  await packet.sign(signer.key.keyPacket, { userID: key.users[0]?.userID, key: key.keyPacket }, date, false, options);
  key.users[0]?.otherCertifications.push(packet);
  return pgp.readCertificate(key.write());
}

describe('certifications that prove nothing', () => {
  const stateOf = async (certificate: CertificateOctets, signer: CraftedPerson): Promise<string | undefined> => {
    const { certifications } = await pgp.view(certificate, [knownAs(signer.certificate)]);
    return certifications.find(({ state }) => state !== 'self')?.state;
  };

  it('counts a good one, so that the others are told from it', async () => {
    const [alice, bob] = [await craftPerson('Alice'), await craftPerson('Bob')];
    expect(await stateOf(await certify(alice, bob, () => undefined), bob)).toBe('verified');
  });

  it('calls one that ran out expired', async () => {
    const [alice, bob] = [
      await craftPerson('Alice', { date: new Date(1e12) }),
      await craftPerson('Bob', { date: new Date(1e12) }),
    ];
    const made = await certify(
      alice,
      bob,
      (packet) => {
        packet.signatureExpirationTime = 60;
        packet.signatureNeverExpires = false;
      },
      new Date(1.1e12),
    );
    expect(await stateOf(made, bob)).toBe('expired');
  });

  it('calls one with SHA-1 invalid', async () => {
    const date = new Date(Date.now() - 1000);
    const [alice, bob] = [
      await craftPerson('Alice', { date }),
      await craftPerson('Bob', { date, type: 'rsa', rsaBits: 2048 }),
    ];
    const made = await certify(alice, bob, (packet) => {
      packet.hashAlgorithm = enums.hash.sha1;
    });
    expect(await stateOf(made, bob)).toBe('invalid');
  });

  it('calls one of another key with a borrowed name of the signer invalid', async () => {
    const [alice, bob, eve] = [await craftPerson('Alice'), await craftPerson('Bob'), await craftPerson('Eve')];
    const made = await certify(alice, eve, () => undefined);
    const key = await readKey({ binaryKey: made.octets });
    const packet = key.users[0]?.otherCertifications[0] as SignaturePacket;
    const list = new PacketList<SignaturePacket>();
    list.push(packet);
    const octets = list.write();
    const bobId = bob.certificate.fingerprint;
    const eveId = eve.certificate.fingerprint;
    const text = Buffer.from(made.octets).toString('hex');
    expect(Buffer.from(octets).toString('hex')).toContain(eveId);
    const swapped = Buffer.from(text.replaceAll(eveId, bobId).replaceAll(eveId.slice(-16), bobId.slice(-16)), 'hex');
    expect(await stateOf(await pgp.readCertificate(new Uint8Array(swapped)), bob)).toBe('invalid');
  });

  it('calls one by a signer who was expired when it was made invalid', async () => {
    const old = { date: new Date(1e12), keyExpirationTime: 60 };
    const [alice, bob] = [await craftPerson('Alice'), await craftPerson('Bob', old)];
    expect(await stateOf(await certify(alice, bob, () => undefined), bob)).toBe('invalid');
  });
});

it('shows the armor of the very octets, which reads back to them', async () => {
  const { certificate } = await makePerson(pgp, 'Alice', 'v6');
  const { armored } = await pgp.view(certificate, []);
  expect(await pgp.readCertificate(new TextEncoder().encode(armored))).toEqual(certificate);
});
