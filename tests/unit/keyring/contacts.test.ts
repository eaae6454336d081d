import { beforeEach, describe, expect, it } from 'vitest';
import { createKeyringWorld, type KeyringWorld, mailed, pasted } from '../../support/keyring-world';
import { Killed, newFuse } from '../../support/mortal';
import { address, makePerson, type Person, revoked, withAddresses } from '../../support/people';

const bobAddress = address('bob@example.org');
let world: KeyringWorld;
let bob: Person;
beforeEach(async () => {
  world = await createKeyringWorld();
  bob = await makePerson(['bob@example.org']);
});

describe('a certificate that a person brings', () => {
  it('is undecided until the person decides, and nothing is sealed for it before [req 16]', async () => {
    const { contacts } = world.start();
    await expect(contacts.certificateFor(bobAddress)).rejects.toThrow('contact/no-certificate');
    expect(await contacts.addressState(bobAddress)).toEqual({ address: bobAddress, state: 'none' });
    expect(await contacts.submit(bob.octets, pasted())).toEqual({
      ok: true,
      fingerprint: bob.fingerprint,
      news: 'new',
    });
    expect(await contacts.addressState(bobAddress)).toMatchObject({ state: 'undecided', name: 'bob' });
    expect(await contacts.undecidedCount()).toBe(1);
    await expect(contacts.certificateFor(bobAddress)).rejects.toThrow('contact/undecided');
  });

  it.each([
    ['verified', undefined],
    ['in-use', undefined],
    ['refused', 'contact/refused'],
    ['later', 'contact/undecided'],
  ] as const)('decided %s, is used or refused accordingly [req 16]', async (decision, code) => {
    const { contacts } = world.start();
    await contacts.submit(bob.octets, pasted());
    expect((await contacts.decide(bob.fingerprint, decision)).decision).toBe(decision);
    // The decision stands for the next background as well.
    const next = world.start().contacts;
    if (code === undefined) {
      expect((await next.certificateFor(bobAddress)).fingerprint).toBe(bob.fingerprint);
      expect((await next.addressState(bobAddress)).state).toBe(decision);
      return;
    }
    await expect(next.certificateFor(bobAddress)).rejects.toThrow(code);
  });

  it('is out of use once it is refused or put off', async () => {
    const { contacts } = world.start();
    await contacts.submit(bob.octets, pasted());
    for (const decision of ['refused', 'later'] as const) {
      await contacts.decide(bob.fingerprint, 'verified');
      await contacts.decide(bob.fingerprint, decision);
      await expect(contacts.certificateFor(bobAddress)).rejects.toThrow('contact/');
    }
  });

  it('is known the second time, and updated where its owner added something', async () => {
    const { contacts } = world.start();
    await contacts.submit(bob.octets, pasted(1));
    expect(await contacts.submit(bob.octets, pasted(2))).toMatchObject({ news: 'known' });
    const grown = await withAddresses(bob, ['bob@example.org', 'bobby@example.org']);
    expect(await contacts.submit(grown.octets, pasted(3))).toMatchObject({ news: 'updated' });
    const [contact] = await contacts.list();
    expect(contact?.addresses).toEqual(['bob@example.org', 'bobby@example.org']);
    expect(contact?.evidence).toEqual([pasted(3)]);
  });

  it('does not gain an address in use by an update alone [req 32]', async () => {
    const { contacts } = world.start();
    await contacts.submit(bob.octets, pasted());
    await contacts.decide(bob.fingerprint, 'verified');
    const grown = await withAddresses(bob, ['bob@example.org', 'carol@example.org']);
    await contacts.submit(grown.octets, pasted(2));
    expect((await contacts.addressState(address('carol@example.org'))).state).toBe('undecided');
    expect((await contacts.addressState(bobAddress)).state).toBe('verified');
  });

  it('is refused with its reason once it is revoked or expired [req 12]', async () => {
    const { contacts } = world.start();
    await contacts.submit(bob.octets, pasted());
    await contacts.decide(bob.fingerprint, 'verified');
    await contacts.submit((await revoked(bob)).octets, pasted(2));
    await expect(contacts.certificateFor(bobAddress)).rejects.toThrow('key/revoked');
    expect((await contacts.addressState(bobAddress)).state).toBe('unusable');

    const old = await makePerson(['old@example.org'], { date: new Date('2020-01-01'), expiresIn: 60 });
    await contacts.submit(old.octets, pasted());
    await contacts.decide(old.fingerprint, 'in-use');
    await expect(contacts.certificateFor(address('old@example.org'))).rejects.toThrow('key/expired');
    expect((await contacts.report(old.fingerprint)).check).toMatchObject({ outcome: 'stop' });
  });

  it.each([
    ['key/not-a-key', () => new TextEncoder().encode('hello')],
    ['key/secret-as-public', () => new TextEncoder().encode(bob.secret.armor())],
    ['key/too-large', () => new Uint8Array(1024 * 1024 + 1)],
  ])('that cannot be one is answered with %s', async (code, octets) => {
    expect(await world.start().contacts.submit(octets(), pasted())).toEqual({ ok: false, code });
  });

  it('is used with the octets whose fingerprint was compared [req 33]', async () => {
    const { contacts, store } = world.start();
    await contacts.submit(bob.octets, pasted());
    await contacts.decide(bob.fingerprint, 'verified');
    const [row] = await store.contacts.all();
    const mallory = await makePerson(['bob@example.org']);
    if (row === undefined) throw new Error('the row is there');
    await store.contacts.write({ put: [{ ...row, octets: mallory.octets }] });
    const next = world.start().contacts;
    await expect(next.certificateFor(bobAddress)).rejects.toThrow('key/damaged');
    await expect(next.report(bob.fingerprint)).rejects.toThrow('key/damaged');
    await expect(next.decide(bob.fingerprint, 'verified')).rejects.toThrow('key/damaged');
  });

  it('shows and seals for one and the same whole fingerprint [req 33]', async () => {
    const { contacts } = world.start();
    await contacts.submit(bob.octets, pasted());
    const { contact } = await contacts.report(bob.fingerprint);
    await contacts.decide(contact.view.fingerprint, 'verified');
    const used = await contacts.certificateFor(bobAddress);
    expect(used.fingerprint).toBe(contact.view.fingerprint);
    expect(used.fingerprint).toHaveLength(40);
  });

  it('that the disk spoilt names nobody and takes no other with it', async () => {
    const { contacts, ownKeys, store } = world.start();
    const carol = await makePerson(['carol@example.org']);
    for (const person of [bob, carol]) {
      await contacts.submit(person.octets, pasted());
      await contacts.decide(person.fingerprint, 'verified');
    }
    const key = await ownKeys.make({ name: 'Anna', email: address('anna@example.org'), version: 'v4' });
    const row = await store.contacts.get(bob.fingerprint);
    const own = await store.ownKeys.get(key.fingerprint);
    if (row === undefined || own === undefined) throw new Error('the rows are there');
    await store.contacts.write({ put: [{ ...row, octets: row.octets.slice(0, 40) }] });
    await store.ownKeys.put([{ ...own, octets: Uint8Array.of(1, 2, 3) }]);
    const next = world.start();
    const healths = (await next.contacts.list()).map(({ view }) => view.health);
    expect(healths.toSorted()).toEqual(['damaged', 'ok']);
    expect((await next.contacts.certificateFor(address('carol@example.org'))).fingerprint).toBe(carol.fingerprint);
    expect((await next.contacts.addressState(bobAddress)).state).toBe('unusable');
    const fact = { outcome: 'valid', keyId: 'ab', fingerprint: bob.fingerprint } as const;
    expect((await next.judgeSignature([fact], [bobAddress])).status).toBe('other-address');
    await next.contacts.remove(bob.fingerprint);
    expect(await next.contacts.list()).toHaveLength(1);
  });

  it('is gone when it is removed, its address with it', async () => {
    const { contacts } = world.start();
    await contacts.submit(bob.octets, pasted());
    await contacts.decide(bob.fingerprint, 'verified');
    await contacts.remove(bob.fingerprint);
    await contacts.remove(bob.fingerprint);
    expect((await contacts.addressState(bobAddress)).state).toBe('none');
    await expect(contacts.report(bob.fingerprint)).rejects.toThrow('contact/unknown');
    await expect(contacts.decide(bob.fingerprint, 'verified')).rejects.toThrow('contact/unknown');
    expect(await contacts.decisionOn(bob.fingerprint)).toBe('unknown');
  });

  it('is decided whole or not at all where the background dies [req 4]', async () => {
    await expect(world.start(newFuse(1)).contacts.submit(bob.octets, pasted())).rejects.toBeInstanceOf(Killed);
    expect(await world.start().contacts.list()).toEqual([]);
    await world.start().contacts.submit(bob.octets, pasted());
    await expect(world.start(newFuse(1)).contacts.decide(bob.fingerprint, 'verified')).rejects.toBeInstanceOf(Killed);
    expect((await world.start().contacts.addressState(bobAddress)).state).toBe('undecided');
    expect((await world.start().contacts.decide(bob.fingerprint, 'verified')).decision).toBe('verified');
  });
});

describe('a certificate that a mail brings', () => {
  it('counts for the From address only, undecided [req 34]', async () => {
    const { contacts } = world.start();
    const two = await makePerson(['bob@example.org', 'boss@example.org']);
    await contacts.submit(two.octets, mailed(bobAddress));
    expect((await contacts.addressState(bobAddress)).state).toBe('undecided');
    expect((await contacts.addressState(address('boss@example.org'))).state).toBe('none');
    await contacts.decide(two.fingerprint, 'verified');
    await expect(contacts.certificateFor(address('boss@example.org'))).rejects.toThrow('contact/no-certificate');
  });

  it('counts for nobody where it does not name the sender, or the mail names none [req 34]', async () => {
    const { contacts } = world.start();
    const stranger = address('stranger@example.org');
    await contacts.submit(bob.octets, mailed(stranger));
    await contacts.submit(bob.octets, { source: 'mail-attachment', at: 2 });
    expect((await contacts.addressState(stranger)).state).toBe('none');
    expect((await contacts.addressState(bobAddress)).state).toBe('none');
    const { check } = await contacts.report(bob.fingerprint);
    expect(check.findings).toContainEqual({ level: 'attention', finding: 'address-missing' });
  });

  it('takes the place of the undecided one before it: one for each address [req 34]', async () => {
    const { contacts } = world.start();
    const second = await makePerson(['bob@example.org']);
    await contacts.submit(bob.octets, mailed(bobAddress, 1));
    await contacts.submit(second.octets, mailed(bobAddress, 2));
    expect((await contacts.list()).map(({ fingerprint }) => fingerprint)).toEqual([second.fingerprint]);
    await contacts.submit(bob.octets, pasted(3));
    await contacts.submit(second.octets, mailed(bobAddress, 4));
    expect(await contacts.list()).toHaveLength(2);
  });

  it('does not make an address look like another one', async () => {
    const { contacts } = world.start();
    await contacts.submit(bob.octets, mailed(address('bob@examp1e.org')));
    expect((await contacts.addressState(address('bob@examp1e.org'))).state).toBe('none');
  });
});
