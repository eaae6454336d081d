import { readKey, readPrivateKey } from 'openpgp';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CertificateView } from '../../../lib/core/certificate';
import { checkCertificate } from '../../../lib/keyring/check';
import { createKeyringWorld, type KeyringWorld, pasted } from '../../support/keyring-world';
import { address, makePerson, type Person } from '../../support/people';

const view: CertificateView = {
  fingerprint: 'a'.repeat(40) as never,
  version: 4,
  algorithm: { name: 'Ed25519' },
  created: 1,
  health: 'ok',
  userIds: [{ text: 'Bob <bob@example.org>', name: 'Bob', email: address('bob@example.org'), state: 'valid' }],
  subkeys: [],
  certifications: [],
  armored: '',
};
const findings = (changed: Partial<CertificateView>, evidence = [pasted()], changes = 0) => {
  const { outcome, findings: rows } = checkCertificate({ ...view, ...changed }, evidence, changes);
  return { outcome, names: rows.filter(({ level }) => level !== 'pass').map(({ finding }) => finding) };
};
const vouched = (signerDecision: 'verified' | 'in-use' | 'me', state: 'verified' | 'invalid' = 'verified') => ({
  certifications: [{ userId: 'Bob', signerId: '0', created: 1, state, signerDecision }],
});

describe('the automatic check', () => {
  it.each([
    ['expired', 'expired'],
    ['revoked', 'revoked'],
    ['weak', 'weak-algorithm'],
    ['no-encryption', 'cannot-encrypt'],
    ['no-user-id', 'no-user-id'],
    ['damaged', 'damaged'],
  ] as const)('stops at a certificate that is %s [req 12]', (health, finding) => {
    expect(findings({ health })).toMatchObject({ outcome: 'stop', names: expect.arrayContaining([finding]) });
  });

  it('says signed by somebody I verified only where a sound signature of such a person is on it', () => {
    const said = (changes: Partial<CertificateView>) =>
      checkCertificate({ ...view, ...changes }, [pasted()], 0).findings.find(({ finding }) =>
        finding.startsWith('signed-by'),
      );
    for (const mine of ['verified', 'me'] as const) {
      expect(said(vouched(mine))).toEqual({ level: 'pass', finding: 'signed-by-verified' });
    }
    for (const other of [vouched('in-use'), vouched('verified', 'invalid'), {}]) {
      expect(said(other)).toEqual({ level: 'pass', finding: 'signed-by-nobody-known' });
    }
  });

  it('asks for a look where the sender is not on it, and where it changed', () => {
    const from = address('mallory@example.org');
    const evidence = [{ source: 'mail-attachment', from, at: 1 } as const];
    expect(checkCertificate(view, evidence, 0).findings).toContainEqual({
      level: 'attention',
      finding: 'address-missing',
    });
    expect(findings(vouched('me'), [pasted()], 1)).toEqual({ outcome: 'attention', names: ['certificate-changed'] });
  });
});

describe('the report of a certificate', () => {
  let world: KeyringWorld;
  let bob: Person;
  beforeEach(async () => {
    world = await createKeyringWorld();
    bob = await makePerson(['bob@example.org']);
  });

  it('shows theirs and mine, where it came from, and what was decided', async () => {
    const { contacts, ownKeys } = world.start();
    const mine = await ownKeys.make({ name: 'Anna', email: address('anna@example.org'), version: 'v4' });
    await contacts.submit(bob.octets, { source: 'file', detail: 'bob.asc', at: 7 });
    const report = await contacts.report(bob.fingerprint);
    expect(report.contact).toMatchObject({
      fingerprint: bob.fingerprint,
      decision: 'later',
      addresses: ['bob@example.org'],
      evidence: [{ source: 'file', detail: 'bob.asc', at: 7 }],
    });
    expect(report.contact.view.armored).toContain('BEGIN PGP PUBLIC KEY BLOCK');
    expect(report.mine?.fingerprint).toBe(mine.fingerprint);
    await contacts.decide(bob.fingerprint, 'verified');
    expect((await contacts.report(bob.fingerprint)).contact.decidedAt).toBe(world.profile.now);
  });

  it('names the signers I know, with what I decided about them', async () => {
    const { contacts } = world.start();
    const carol = await makePerson(['carol@example.org']);
    const signed = await (await readKey({ binaryKey: bob.octets })).signPrimaryUser([
      await readPrivateKey({ armoredKey: carol.secret.armor() }),
    ]);
    await contacts.submit(carol.octets, pasted());
    await contacts.decide(carol.fingerprint, 'verified');
    await contacts.submit(signed.write(), pasted());
    const { check, contact } = await contacts.report(bob.fingerprint);
    expect(contact.view.certifications).toContainEqual(
      expect.objectContaining({
        signerName: 'carol <carol@example.org>',
        signerDecision: 'verified',
        state: 'verified',
      }),
    );
    expect(check.findings).toContainEqual({ level: 'pass', finding: 'signed-by-verified' });
  });
});
