import { PacketList, type PublicKey, readKey, UserIDPacket } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { fixture, toOctets } from '../../support/openpgp/fixture';
import { codeOf, craftPerson, makePerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();

const CASES = [
  ['expired.asc', 'expired'],
  ['revoked.asc', 'revoked'],
  ['short.asc', 'weak'],
  ['dsa.asc', 'weak'],
  ['signonly.asc', 'no-encryption'],
  ['login.asc', 'no-encryption'],
  ['oldsubkey.asc', 'expired'],
] as const;

describe.each(CASES)('%s', (file, health) => {
  it(`[req 12] is ${health} in the view, and refused with that reason, never sealed for`, async () => {
    const certificate = await pgp.readCertificate(fixture(file));
    expect((await pgp.view(certificate, [])).health).toBe(health);
    expect(await pgp.encryptionProblem(certificate)).toBe(`key/${health}`);
    const alice = await makePerson(pgp, 'Alice');
    const request = { content: toOctets('secret'), literal: 'text', signer: alice.secret } as const;
    const sealed = pgp.seal({ ...request, recipients: [alice.certificate, certificate] });
    expect(await codeOf(sealed)).toBe(`key/${health}`);
  });
});

it.each(['whole.asc', 'rsa.asc', 'nist.asc', 'certified.asc'])('[req 12] %s can be sealed for', async (file) => {
  expect(await pgp.encryptionProblem(await pgp.readCertificate(fixture(file)))).toBeUndefined();
});

/** The same certificate with other user id packets. */
async function withoutNames(octets: Uint8Array): Promise<PublicKey> {
  const key = await readKey({ binaryKey: octets });
  const packets = new PacketList<ReturnType<PublicKey['toPacketList']>[number]>();
  let skipping = false;
  for (const packet of key.toPacketList()) {
    const isSignature = packet.constructor.name.startsWith('Signature');
    if (packet instanceof UserIDPacket) skipping = true;
    else if (!isSignature) skipping = false;
    if (!skipping) packets.push(packet);
  }
  return (await readKey({ binaryKey: packets.write() })) as PublicKey;
}

it.each(['v4', 'v6'] as const)('[req 12] a %s certificate that names nobody is refused for it', async (version) => {
  const { certificate } = await makePerson(pgp, 'Alice', version);
  const nameless = await pgp.readCertificate((await withoutNames(certificate.octets)).write());
  expect(await pgp.encryptionProblem(nameless)).toBe('key/no-user-id');
});

it('[req 12] refuses to seal for nobody', async () => {
  const alice = await makePerson(pgp, 'Alice');
  const request = { content: toOctets('x'), literal: 'text', recipients: [], signer: alice.secret } as const;
  expect(await codeOf(pgp.seal(request))).toBe('mail/no-recipient');
});

it('[req 12] refuses to sign with an expired key, by that reason', async () => {
  const day = 86_400_000;
  const old = await craftPerson('Old', { date: new Date(Date.now() - 10 * day), keyExpirationTime: 86_400 });
  const alice = await makePerson(pgp, 'Alice');
  expect(await codeOf(pgp.sealToOne(toOctets('x'), alice.certificate, old.secret))).toBe('key/expired');
  expect(await codeOf(pgp.signDetached(toOctets('x'), old.secret))).toBe('key/expired');
});
