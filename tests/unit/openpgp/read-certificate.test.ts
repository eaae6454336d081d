import { createHash } from 'node:crypto';
import { readKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { scanPackets, TAG } from '../../../lib/openpgp/packet-scan';
import { join, packet } from '../../support/openpgp/craft';
import { fixture, toOctets, toText } from '../../support/openpgp/fixture';
import { codeOf, craftPerson, makePerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const whole = fixture('whole.asc');

/** The packets of a certificate, one by one. */
const packetsOf = (octets: Uint8Array) =>
  scanPackets(octets, 1000).packets.map(({ tag, start, end }) => ({ tag, octets: octets.subarray(start, end) }));

describe('what is read', () => {
  it('reads an armored and a binary certificate to the same octets', async () => {
    const armored = await pgp.readCertificate(whole);
    expect(await pgp.readCertificate(armored.octets)).toEqual(armored);
  });

  it('reads a certificate with a mail around it', async () => {
    const mail = toOctets(`Hello,\n\nhere is my key:\n\n${toText(whole)}\nBye\n`);
    expect(await pgp.readCertificate(mail)).toEqual(await pgp.readCertificate(whole));
  });

  it('[req 33] answers the fingerprint of the very octets it answers', async () => {
    const { fingerprint, octets } = await pgp.readCertificate(whole);
    const primary = packetsOf(octets)[0]?.octets ?? new Uint8Array();
    // RFC 9580, 5.5.4.2: SHA-1 over 0x99, two octets of length, the key packet's body.
    const body = primary.subarray(primary[1] === 255 ? 6 : 2);
    const hashed = join(Uint8Array.of(0x99, body.length >> 8, body.length & 255), body);
    expect(createHash('sha1').update(hashed).digest('hex')).toBe(fingerprint);
  });

  it('[req 33] refuses octets that belong to another fingerprint', async () => {
    const one = await pgp.readCertificate(whole);
    const other = await pgp.readCertificate(fixture('rsa.asc'));
    expect(await codeOf(pgp.view({ fingerprint: one.fingerprint, octets: other.octets }, []))).toBe('key/damaged');
  });

  it('keeps no octet that is not public', async () => {
    const { octets } = await pgp.readCertificate(whole);
    expect(packetsOf(octets).map(({ tag }) => tag)).not.toContain(TAG.secretKey);
  });
});

describe('what is refused', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['words', toOctets('My key is 0x1234, look it up!')],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['an armored message', toOctets('-----BEGIN PGP MESSAGE-----\n\nwcBM\n-----END PGP MESSAGE-----\n')],
  ])('calls %s not a key', async (_, octets) => {
    expect(await codeOf(pgp.readCertificate(octets))).toBe('key/not-a-key');
  });

  it('calls a cut certificate damaged', async () => {
    const cut = toText(whole).slice(0, 400);
    expect(await codeOf(pgp.readCertificate(toOctets(cut)))).toBe('key/damaged');
  });

  it('calls two certificates several, in two blocks and in one', async () => {
    expect(await codeOf(pgp.readCertificate(fixture('two.asc')))).toBe('key/several');
    const [one, other] = [await pgp.readCertificate(whole), await pgp.readCertificate(fixture('rsa.asc'))];
    expect(await codeOf(pgp.readCertificate(join(one.octets, other.octets)))).toBe('key/several');
  });

  it('calls a private key by its name, armored, binary and behind a certificate', async () => {
    const secret = fixture('secret.asc');
    const { secret: own } = await makePerson(pgp, 'Alice');
    for (const octets of [secret, own.octets, join(whole, secret)]) {
      expect(await codeOf(pgp.readCertificate(octets))).toBe('key/secret-as-public');
    }
  });

  it('calls a megabyte too large, and thousands of packets too', async () => {
    const { octets } = await pgp.readCertificate(whole);
    expect(await codeOf(pgp.readCertificate(join(octets, new Uint8Array(1024 * 1024))))).toBe('key/too-large');
    const many = join(octets, ...Array.from({ length: 5000 }, () => packet(TAG.trust, new Uint8Array(1))));
    expect(await codeOf(pgp.readCertificate(many))).toBe('key/too-large');
  });

  it('calls a version 3 key weak', async () => {
    expect(await codeOf(pgp.readCertificate(packet(6, Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 1, 0, 8, 200))))).toBe(
      'key/weak',
    );
  });
});

describe('forgeries [req 12]', () => {
  it('[req 12] drops a name that the owner never signed', async () => {
    const { octets } = await pgp.readCertificate(whole);
    const parts = packetsOf(octets);
    const at = parts.findIndex(({ tag }) => tag === TAG.userId);
    const forged = packet(TAG.userId, toOctets('Whole <ceo@example.org>'));
    const mixed = join(...parts.toSpliced(at, 0, { tag: TAG.userId, octets: forged }).map((part) => part.octets));
    expect(toText(mixed)).toContain('ceo@example.org');
    expect(toText((await pgp.readCertificate(mixed)).octets)).not.toContain('ceo@example.org');
  });

  it('[req 12] drops a foreign subkey slipped under the certificate', async () => {
    const alice = await pgp.readCertificate(whole);
    const mallory = await craftPerson('Mallory');
    const subkey = packetsOf(mallory.certificate.octets).slice(-2);
    const mixed = await pgp.readCertificate(join(alice.octets, ...subkey.map((part) => part.octets)));
    expect(mixed.octets).toEqual(alice.octets);
  });

  it('[req 12] calls a certificate whose only name was changed damaged', async () => {
    const { certificate } = await makePerson(pgp, 'Alice');
    const changed = certificate.octets.slice();
    const at = toText(changed.map((octet) => octet & 127)).indexOf('alice@');
    changed[at] = 'm'.charCodeAt(0);
    expect(await codeOf(pgp.readCertificate(changed))).toBe('key/damaged');
  });

  it('leaves a certificate that another program still reads', async () => {
    const { octets, fingerprint } = await pgp.readCertificate(fixture('certified.asc'));
    expect((await readKey({ binaryKey: octets })).getFingerprint()).toBe(fingerprint);
  });
});
