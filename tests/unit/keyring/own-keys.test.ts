import { beforeEach, describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../../lib/core/brand';
import { dumpDatabase } from '../../support/database-dump';
import { createKeyringWorld, type KeyringWorld, pasted } from '../../support/keyring-world';
import { Killed, newFuse } from '../../support/mortal';
import { address, makePerson, withAddresses } from '../../support/people';
import { PASSPHRASE } from '../../support/vault-world';

let world: KeyringWorld;
beforeEach(async () => {
  world = await createKeyringWorld();
});
const anna = address('anna@example.org');
const request = { name: 'Anna Berg', email: anna, version: 'v4' } as const;
const KEY_PASSPHRASE = 'the old key file 1999';
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('own keys', () => {
  it('are made, listed and preferred', async () => {
    const { ownKeys } = world.start();
    const first = await ownKeys.make(request);
    expect(first).toMatchObject({ preferred: true, view: { version: 4, health: 'ok' } });
    world.profile.now += 1_000;
    const second = await ownKeys.make({ ...request, version: 'v6' });
    expect(second).toMatchObject({ preferred: false, view: { version: 6 } });
    await ownKeys.prefer(second.fingerprint);
    const listed = await ownKeys.list();
    expect(listed.filter(({ preferred }) => preferred).map(({ fingerprint }) => fingerprint)).toEqual([
      second.fingerprint,
    ]);
    expect(await ownKeys.count()).toBe(2);
  });

  it('lie on disk sealed, and the passphrase of an imported file nowhere [req 3]', async () => {
    const { ownKeys } = world.start();
    const made = await ownKeys.make(request);
    const armored = await ownKeys.exportPrivate(made.fingerprint, KEY_PASSPHRASE);
    using secrets = await ownKeys.secretsForOpening();
    const secret = secrets[0]?.octets ?? new Uint8Array();
    // The private scalar stands in the last octets of the first packet; a window of the whole serves as canary.
    const canary = Array.from(secret.subarray(40, 90), (one) => String.fromCharCode(one)).join('');
    await ownKeys.delete(made.fingerprint);
    await ownKeys.import(utf8(armored), KEY_PASSPHRASE);
    const dump = await dumpDatabase(world.profile.name);
    expect(secret.length).toBeGreaterThan(100);
    expect(dump).not.toContain(canary);
    expect(dump).not.toContain(KEY_PASSPHRASE);
    expect(dump).not.toContain(PASSPHRASE);
  });

  it('cannot be made, imported, exported or used while locked [req 4]', async () => {
    const { ownKeys, vault } = world.start();
    const { fingerprint } = await ownKeys.make(request);
    const armored = utf8(await ownKeys.exportPrivate(fingerprint, KEY_PASSPHRASE));
    await vault.lock();
    await expect(ownKeys.make({ ...request, name: 'Other' })).rejects.toThrow('vault/locked');
    await expect(ownKeys.exportPrivate(fingerprint, KEY_PASSPHRASE)).rejects.toThrow('vault/locked');
    await expect(ownKeys.secretsForOpening()).rejects.toThrow('vault/locked');
    await expect(ownKeys.signerFor(anna)).rejects.toThrow('vault/locked');
    expect(await ownKeys.canSignFor(anna)).toBe(true);
    await ownKeys.delete(fingerprint);
    await expect(ownKeys.import(armored, KEY_PASSPHRASE)).rejects.toThrow('vault/locked');
    expect(await ownKeys.count()).toBe(0);
  });

  it('are exported under a passphrase of their own and come back whole', async () => {
    const { ownKeys } = world.start();
    const made = await ownKeys.make(request);
    await expect(ownKeys.exportPrivate(made.fingerprint, 'short')).rejects.toThrow('vault/weak-passphrase');
    const armored = await ownKeys.exportPrivate(made.fingerprint, KEY_PASSPHRASE);
    await expect(ownKeys.import(utf8(armored), KEY_PASSPHRASE)).rejects.toThrow('key/exists');
    await ownKeys.delete(made.fingerprint);
    await expect(ownKeys.secretsForOpening()).rejects.toThrow('key/none');
    await expect(ownKeys.import(utf8(armored), undefined)).rejects.toThrow('key/needs-passphrase');
    await expect(ownKeys.import(utf8(armored), 'wrong')).rejects.toThrow('key/wrong-passphrase');
    const [back] = await ownKeys.import(utf8(armored), KEY_PASSPHRASE);
    expect(back?.fingerprint).toBe(made.fingerprint);
  });

  it('take in an address that was added elsewhere when they are imported again', async () => {
    const { ownKeys } = world.start();
    const person = await makePerson(['anna@example.org']);
    await ownKeys.import(utf8(person.secret.armor()), undefined);
    const grown = await withAddresses(person, ['anna@example.org', 'berg@example.org']);
    const [key] = await ownKeys.import(utf8(grown.secret.armor()), undefined);
    expect(key?.view.userIds.map(({ email }) => email)).toContain('berg@example.org');
    expect(await ownKeys.count()).toBe(1);
    using signer = await ownKeys.signerFor(address('berg@example.org'));
    expect(signer.address).toBe('berg@example.org');
  });

  it('sign for the addresses they certify and no other', async () => {
    const { ownKeys } = world.start();
    await expect(ownKeys.signerFor(anna)).rejects.toThrow('key/none');
    const first = await ownKeys.make(request);
    world.profile.now += 1_000;
    const second = await ownKeys.make({ ...request, name: 'Anna at work', version: 'v6' });
    expect((await ownKeys.signerFor(anna)).certificate.fingerprint).toBe(first.fingerprint);
    await ownKeys.prefer(second.fingerprint);
    const signer = await ownKeys.signerFor(undefined);
    expect(signer).toMatchObject({ name: 'Anna at work', address: anna });
    await expect(ownKeys.signerFor('other@example.org' as EmailAddress)).rejects.toThrow('key/none-for-address');
    expect(await ownKeys.canSignFor('other@example.org' as EmailAddress)).toBe(false);
  });

  it('do not sign once they have expired', async () => {
    const { ownKeys } = world.start();
    const old = await makePerson(['anna@example.org'], { date: new Date('2020-01-01'), expiresIn: 60 });
    await ownKeys.import(utf8(old.secret.armor()), undefined);
    await expect(ownKeys.signerFor(anna)).rejects.toThrow('key/expired');
  });

  it('are wiped from memory at the end of the block that opened them', async () => {
    const { ownKeys } = world.start();
    await ownKeys.make(request);
    const seen: Uint8Array[] = [];
    {
      using secrets = await ownKeys.secretsForOpening();
      using signer = await ownKeys.signerFor(anna);
      seen.push(...secrets.map(({ octets }) => octets), signer.secret.octets);
      expect(seen.every((octets) => octets.some((one) => one !== 0))).toBe(true);
    }
    expect(seen).toHaveLength(2);
    expect(seen.every((octets) => octets.every((one) => one === 0))).toBe(true);
  });

  it('cannot be moved under the name of another key on disk', async () => {
    const { ownKeys, store } = world.start();
    const first = await ownKeys.make(request);
    const second = await ownKeys.make({ ...request, name: 'Other' });
    const rows = await store.ownKeys.all();
    const find = (fingerprint: string) => rows.find((row) => row.fingerprint === fingerprint);
    const [one, other] = [find(first.fingerprint), find(second.fingerprint)];
    if (one === undefined || other === undefined) throw new Error('both keys are there');
    await store.ownKeys.put([{ ...one, sealedSecret: other.sealedSecret }]);
    await expect(ownKeys.secretsForOpening()).rejects.toThrow('vault/damaged');
  });

  it('are neither lost nor made twice where the background dies [req 4]', async () => {
    await expect(world.start(newFuse(1)).ownKeys.make(request)).rejects.toBeInstanceOf(Killed);
    expect(await world.start().ownKeys.count()).toBe(0);
    const made = await world.start().ownKeys.make(request);
    // It died after the write, before the answer: the bus asks the next background again.
    expect((await world.start().ownKeys.make(request)).fingerprint).toBe(made.fingerprint);
    world.profile.now += 60_000;
    expect((await world.start().ownKeys.make(request)).fingerprint).not.toBe(made.fingerprint);
  });

  it('are no contacts: a certificate of my own is refused as one', async () => {
    const { ownKeys, contacts } = world.start();
    const { view, fingerprint } = await ownKeys.make(request);
    expect(await contacts.submit(utf8(view.armored), pasted())).toEqual({ ok: false, code: 'contact/own-certificate' });
    expect(await contacts.addressState(anna)).toMatchObject({ state: 'mine', fingerprint });
    expect((await contacts.certificateFor(anna)).fingerprint).toBe(fingerprint);
    await expect(contacts.report(fingerprint)).rejects.toThrow('contact/own-certificate');
  });

  it('leave the contacts when a contact turns out to be mine', async () => {
    const { ownKeys, contacts } = world.start();
    const me = await makePerson(['anna@example.org']);
    await contacts.submit(me.octets, pasted());
    await ownKeys.import(utf8(me.secret.armor()), undefined);
    expect(await contacts.list()).toEqual([]);
    expect(await contacts.undecidedCount()).toBe(0);
    expect((await contacts.addressState(anna)).state).toBe('mine');
    expect(await contacts.signersForVerification()).toHaveLength(1);
  });
});
