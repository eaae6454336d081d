import { createMessage, encrypt, readKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '../../../lib/core/certificate';
import type { SignatureFact } from '../../../lib/core/openpgp-port';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { createKeyringWorld, type KeyringWorld, pasted } from '../../support/keyring-world';
import { address, makePerson, type Person, revoked } from '../../support/people';

let world: KeyringWorld;
const people = new Map<Decision, Person>();
let me: string;
beforeAll(async () => {
  world = await createKeyringWorld();
  const { contacts, ownKeys } = world.start();
  for (const decision of ['verified', 'in-use', 'refused', 'later'] as const) {
    const person = await makePerson([`${decision}@example.org`, `${decision}@other.example`]);
    people.set(decision, person);
    await contacts.submit(person.octets, pasted());
    await contacts.decide(person.fingerprint, decision);
  }
  me = (await ownKeys.make({ name: 'Anna Berg', email: address('anna@example.org'), version: 'v4' })).fingerprint;
});

const fact = (decision: Decision, outcome: SignatureFact['outcome'] = 'valid'): SignatureFact => ({
  outcome,
  keyId: '0123456789abcdef',
  created: 5,
  fingerprint: people.get(decision)?.fingerprint as never,
});
const judge = (facts: readonly SignatureFact[], from: readonly string[]) => world.start().judgeSignature(facts, from);

describe('the truth of a signature', () => {
  it.each([
    ['verified', 'verified'],
    ['in-use', 'in-use'],
    ['refused', 'refused'],
    ['later', 'undecided'],
  ] as const)('of a %s certificate is %s for the one From address it certifies [req 18]', async (decision, status) => {
    expect(await judge([fact(decision)], [`${decision}@example.org`])).toEqual({
      status,
      signerName: decision,
      signerEmail: `${decision}@example.org`,
      fingerprint: people.get(decision)?.fingerprint,
      keyId: '0123456789abcdef',
      signedAt: 5,
    });
  });

  it.each([
    ['several', ['verified@example.org', 'mallory@example.org']],
    ['the same twice', ['verified@example.org', 'verified@example.org']],
    ['none', []],
    ['an empty one', ['']],
    ['another', ['mallory@example.org']],
    ['a look-alike', ['verifıed@example.org']],
    ['one with a zero-width space', ['verified\u200b@example.org']],
    ['one with a display name', ['verified@example.org <mallory@example.org>']],
    ['the address as a display name', ['"verified@example.org" <mallory@example.org>']],
    ['a longer domain', ['verified@example.org.evil.example']],
    ['two in one', ['verified@example.org,mallory@example.org']],
  ])('with %s in From names nobody [req 17] [req 18]', async (_name, from) => {
    const truth = await judge([fact('verified')], from);
    expect(truth.status).toBe('other-address');
    expect(truth.signerName).toBeUndefined();
  });

  it('holds addresses against each other without regard to case', async () => {
    expect((await judge([fact('verified')], ['Verified@Example.ORG '])).status).toBe('verified');
  });

  it('is none without a signature, unknown-key without a certificate, invalid where it does not verify [req 17]', async () => {
    const from = ['verified@example.org'];
    expect(await judge([], from)).toEqual({ status: 'none' });
    expect(await judge([{ outcome: 'no-certificate', keyId: 'ab' }], from)).toEqual({
      status: 'unknown-key',
      keyId: 'ab',
    });
    const stranger = { outcome: 'valid', keyId: 'ab', fingerprint: 'e'.repeat(40) as never } as const;
    expect((await judge([stranger], from)).status).toBe('unknown-key');
    const invalid = await judge([fact('verified', 'invalid')], from);
    expect(invalid.status).toBe('invalid');
    expect(invalid.signerName).toBeUndefined();
  });

  it('is invalid where one of several does not verify, and the best of them otherwise [req 17]', async () => {
    const from = ['verified@example.org'];
    expect((await judge([fact('verified'), fact('in-use', 'invalid')], from)).status).toBe('invalid');
    expect((await judge([fact('later'), fact('verified')], from)).status).toBe('verified');
    expect((await judge([fact('in-use'), fact('later')], from)).status).toBe('other-address');
  });

  it('is my own name for my own key, at my own address only', async () => {
    const mine = { outcome: 'valid', keyId: 'ab', fingerprint: me as never } as const;
    expect(await judge([mine], ['anna@example.org'])).toMatchObject({ status: 'verified', signerName: 'Anna Berg' });
    expect((await judge([mine], ['verified@example.org'])).status).toBe('other-address');
  });

  it('is not verified any more once the certificate is revoked', async () => {
    const { contacts, judgeSignature } = world.start();
    const carol = await makePerson(['carol@example.org']);
    await contacts.submit(carol.octets, pasted());
    await contacts.decide(carol.fingerprint, 'verified');
    const valid = { outcome: 'valid', keyId: 'ab', fingerprint: carol.fingerprint } as const;
    expect((await judgeSignature([valid], ['carol@example.org'])).status).toBe('verified');
    await contacts.submit((await revoked(carol)).octets, pasted(2));
    expect((await judgeSignature([valid], ['carol@example.org'])).status).not.toBe('verified');
  });

  it('comes out of a real sealed message by the same rule [req 17] [req 18]', async () => {
    const { ownKeys, contacts, judgeSignature } = world.start();
    const pgp = createOpenPgp();
    const [mine] = await ownKeys.list();
    const signer = people.get('verified');
    if (mine === undefined || signer === undefined) throw new Error('both are there');
    const armored = await encrypt({
      message: await createMessage({ text: 'hello' }),
      encryptionKeys: await readKey({ armoredKey: mine.view.armored }),
      signingKeys: signer.secret,
    });
    using secrets = await ownKeys.secretsForOpening();
    const opened = await pgp.open(new TextEncoder().encode(armored), secrets, await contacts.signersForVerification());
    expect((await judgeSignature(opened.signatures, ['verified@example.org'])).status).toBe('verified');
    expect((await judgeSignature(opened.signatures, ['refused@example.org'])).status).toBe('other-address');
    await contacts.remove(signer.fingerprint);
    expect((await judgeSignature(opened.signatures, ['verified@example.org'])).status).toBe('unknown-key');
  });
});
