import { beforeEach, describe, expect, it } from 'vitest';
import { createKeyringWorld, type KeyringWorld, mailed, pasted } from '../../support/keyring-world';
import { Killed, newFuse } from '../../support/mortal';
import { address, makePerson, type Person } from '../../support/people';

const bobAddress = address('bob@example.org');
let world: KeyringWorld;
let before: Person;
let after: Person;

/** Bob is verified; then another certificate for his address arrives. */
beforeEach(async () => {
  world = await createKeyringWorld();
  before = await makePerson(['bob@example.org', 'bob@work.example']);
  after = await makePerson(['bob@example.org']);
  const { contacts } = world.start();
  await contacts.submit(before.octets, pasted(1));
  await contacts.decide(before.fingerprint, 'verified');
});

describe.each([
  ['a mail', mailed(bobAddress, 2)],
  ['a person', pasted(2)],
])('a changed certificate brought by %s', (_by, evidence) => {
  it('replaces nothing, stops sending, and takes the verified mark away [req 32]', async () => {
    const { contacts, judgeSignature } = world.start();
    expect(await contacts.submit(after.octets, evidence)).toMatchObject({ ok: true, news: 'changed' });
    expect(await contacts.addressState(bobAddress)).toMatchObject({ state: 'changed', fingerprint: after.fingerprint });
    await expect(contacts.certificateFor(bobAddress)).rejects.toThrow('contact/changed');
    const listed = await contacts.list();
    expect(listed.map(({ decision }) => decision)).toEqual(['later', 'later']);
    for (const { fingerprint } of [before, after]) {
      const fact = { outcome: 'valid', keyId: '0'.repeat(16), fingerprint } as const;
      expect((await judgeSignature([fact], [bobAddress])).status).toBe('undecided');
    }
    // Sending to an address that nobody else claims goes on.
    expect((await contacts.certificateFor(address('bob@work.example'))).fingerprint).toBe(before.fingerprint);
  });

  it('is shown beside what was there before [req 32]', async () => {
    const { contacts } = world.start();
    await contacts.submit(after.octets, evidence);
    const report = await contacts.report(after.fingerprint);
    expect(report.changes).toMatchObject([
      { address: bobAddress, before: { fingerprint: before.fingerprint }, beforeDecision: 'verified' },
    ]);
    expect(report.check.findings).toContainEqual({ level: 'attention', finding: 'certificate-changed' });
    expect((await contacts.report(before.fingerprint)).changes).toEqual([]);
  });

  it('stays stopped while the person puts it off, in every later background [req 32]', async () => {
    const { contacts } = world.start();
    await contacts.submit(after.octets, evidence);
    await contacts.decide(after.fingerprint, 'later');
    await expect(world.start().contacts.certificateFor(bobAddress)).rejects.toThrow('contact/changed');
    expect(await contacts.submit(after.octets, evidence)).toMatchObject({ news: 'changed' });
  });

  it('is used once the person says so, and is verified only if the person verified it [req 32]', async () => {
    const { contacts } = world.start();
    await contacts.submit(after.octets, evidence);
    await contacts.decide(after.fingerprint, 'in-use');
    expect(await contacts.addressState(bobAddress)).toMatchObject({ state: 'in-use', fingerprint: after.fingerprint });
    expect((await contacts.certificateFor(bobAddress)).fingerprint).toBe(after.fingerprint);
    expect((await contacts.addressState(address('bob@work.example'))).state).toBe('verified');
  });

  it('leaves the one before as it was once the person refused it', async () => {
    const { contacts } = world.start();
    await contacts.submit(after.octets, evidence);
    await contacts.decide(after.fingerprint, 'refused');
    expect(await contacts.addressState(bobAddress)).toMatchObject({
      state: 'verified',
      fingerprint: before.fingerprint,
    });
    expect(await contacts.submit(after.octets, evidence)).toMatchObject({ news: 'known' });
    expect((await contacts.addressState(bobAddress)).state).toBe('verified');
  });

  it('is settled by a new decision for the one before as well', async () => {
    const { contacts } = world.start();
    await contacts.submit(after.octets, evidence);
    await contacts.decide(before.fingerprint, 'in-use');
    expect(await contacts.addressState(bobAddress)).toMatchObject({ state: 'in-use', fingerprint: before.fingerprint });
    // The same mail looked at again stops nothing: this was decided.
    await contacts.submit(after.octets, evidence);
    expect((await contacts.addressState(bobAddress)).state).toBe('in-use');
  });

  it('does not come back through an old mail once it was replaced, but by a decision', async () => {
    const { contacts } = world.start();
    await contacts.submit(after.octets, evidence);
    await contacts.decide(after.fingerprint, 'verified');
    await contacts.submit(before.octets, mailed(bobAddress, 9));
    expect(await contacts.addressState(bobAddress)).toMatchObject({
      state: 'verified',
      fingerprint: after.fingerprint,
    });
    await contacts.remove(after.fingerprint);
    expect((await contacts.addressState(bobAddress)).state).toBe('none');
  });

  it('is never half decided where the background dies [req 4] [req 32]', async () => {
    await world.start().contacts.submit(after.octets, evidence);
    await expect(world.start(newFuse(1)).contacts.decide(after.fingerprint, 'verified')).rejects.toBeInstanceOf(Killed);
    await expect(world.start().contacts.certificateFor(bobAddress)).rejects.toThrow('contact/changed');
    await world.start().contacts.decide(after.fingerprint, 'verified');
    expect((await world.start().contacts.certificateFor(bobAddress)).fingerprint).toBe(after.fingerprint);
  });
});

it('gives a replaced certificate that lost all its addresses back to the person, who may go back to it', async () => {
  const { contacts } = world.start();
  const both = await makePerson(['bob@example.org', 'bob@work.example']);
  await contacts.submit(both.octets, pasted(2));
  await contacts.decide(both.fingerprint, 'in-use');
  expect(await contacts.decisionOn(before.fingerprint)).toBe('later');
  expect(await contacts.undecidedCount()).toBe(0);
  expect((await contacts.report(before.fingerprint)).changes).toHaveLength(2);
  await contacts.decide(before.fingerprint, 'verified');
  expect(await contacts.addressState(bobAddress)).toMatchObject({ state: 'verified', fingerprint: before.fingerprint });
});

it('stops twenty of twenty changes [req 32]', async () => {
  const { contacts } = world.start();
  for (let time = 0; time < 20; time++) {
    const other = await makePerson(['bob@example.org']);
    await contacts.submit(other.octets, mailed(bobAddress, 10 + time));
    await expect(contacts.certificateFor(bobAddress)).rejects.toThrow('contact/changed');
    await contacts.decide(other.fingerprint, 'verified');
    expect((await contacts.certificateFor(bobAddress)).fingerprint).toBe(other.fingerprint);
  }
});
