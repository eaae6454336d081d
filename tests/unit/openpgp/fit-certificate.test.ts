import { type PublicKey, readKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CertificateOctets } from '../../../lib/core/openpgp-port';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { type CraftedPerson, craftPerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const SIGNERS = 12;
const YEAR = 365 * 86_400_000;

let anna: CraftedPerson;
let signers: CraftedPerson[];
let signed: CertificateOctets;

beforeAll(async () => {
  const born = new Date(Date.now() - 20 * YEAR);
  anna = await craftPerson('Anna', { date: born });
  signers = [];
  let key = anna.publicKey;
  for (let place = 0; place < SIGNERS; place += 1) {
    const signer = await craftPerson(`Friend${place}`, { date: born });
    signers.push(signer);
    key = (await key.signPrimaryUser([signer.key], new Date(born.getTime() + (place + 1) * YEAR))) as PublicKey;
  }
  signed = await pgp.readCertificate(key.write());
});

const known = () => signers.map(({ certificate }) => ({ ...certificate, decision: 'verified' as const }));
const signerNames = async (certificate: CertificateOctets) =>
  (await pgp.view(certificate, known())).certifications.flatMap(({ signerName }) => signerName?.split(' ')[0] ?? []);

describe('a certificate that is to fit', () => {
  it('is the same octets where it fits', async () => {
    expect(await pgp.fitCertificate(signed, signed.octets.length)).toBe(signed);
  });

  it('loses the oldest signatures of others, as few as it takes, and no other', async () => {
    const all = await signerNames(signed);
    expect(all).toHaveLength(SIGNERS);
    const one = await pgp.fitCertificate(signed, signed.octets.length - 1);
    const each = signed.octets.length - one.octets.length;
    expect((await signerNames(one)).toSorted()).toEqual(all.filter((name) => name !== 'Friend0').toSorted());
    const five = await pgp.fitCertificate(signed, signed.octets.length - 4 * each - 1);
    expect(await signerNames(five)).toHaveLength(SIGNERS - 5);
    expect(await signerNames(five)).toContain(`Friend${SIGNERS - 1}`);
  });

  it('keeps what its owner says of it, however large that is, and can be encrypted to', async () => {
    const bare = await pgp.fitCertificate(signed, 1);
    expect(bare.octets).toEqual((await pgp.readCertificate(anna.certificate.octets)).octets);
    expect(await pgp.encryptionProblem(bare)).toBeUndefined();
    expect((await readKey({ binaryKey: bare.octets })).getFingerprint()).toBe(signed.fingerprint);
  });
});
