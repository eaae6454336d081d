import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftId, EmailAddress, Fingerprint, Origin } from '../../../lib/core/brand';
import { DEFAULT_SETTINGS } from '../../../lib/core/settings';
import type { ContactRow } from '../../../lib/keyring/ports';
import { openStore, type Store } from '../../../lib/store/store';

let name: string;
let store: Store;
beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  store = openStore(name);
});
afterEach(() => {
  vi.restoreAllMocks();
  store.close();
});

const fingerprint = (digit: string) => digit.repeat(40) as Fingerprint;
const email = (text: string) => text as EmailAddress;
const contact = (digit: string, addresses: string[]): ContactRow => ({
  fingerprint: fingerprint(digit),
  octets: Uint8Array.of(1),
  decision: 'later',
  evidence: [],
  addresses: addresses.map(email),
  dismissed: [],
});

describe('the store', () => {
  it('keeps a key that cannot be read out, across openings', async () => {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    await store.sessionKeys.save(key);
    store.close();
    store = openStore(name);
    expect((await store.sessionKeys.read())?.extractable).toBe(false);
    await store.sessionKeys.remove();
    expect(await store.sessionKeys.read()).toBeUndefined();
  });

  it('makes the vault record once', async () => {
    const record = { version: 1 } as never;
    expect(await store.vault.create(record)).toBe(true);
    expect(await store.vault.create({ version: 2 } as never)).toBe(false);
    expect(await store.vault.read()).toEqual({ version: 1 });
  });

  it('reads damaged failure counters as none', async () => {
    await store.vault.saveFailures({ wrong: 'many' } as never);
    expect(await store.vault.readFailures()).toBeUndefined();
  });

  it('finds certificates by the addresses they claim', async () => {
    await store.contacts.write({ put: [contact('a', ['x@e.org', 'y@e.org']), contact('b', ['y@e.org'])] });
    const found = await store.contacts.claiming(email('y@e.org'));
    expect(found.map((row) => row.fingerprint)).toEqual([fingerprint('a'), fingerprint('b')]);
    expect(await store.contacts.claiming(email('z@e.org'))).toEqual([]);
  });

  it('writes a change of contacts whole or not at all', async () => {
    await store.contacts.write({
      put: [contact('a', ['x@e.org'])],
      bind: [{ email: email('x@e.org'), fingerprint: fingerprint('a') }],
    });
    const broken = { email: (() => 1) as never, fingerprint: fingerprint('b') };
    await expect(
      store.contacts.write({ remove: [fingerprint('a')], put: [contact('b', [])], bind: [broken] }),
    ).rejects.toThrow('store/failed');
    expect((await store.contacts.all()).map((row) => row.fingerprint)).toEqual([fingerprint('a')]);
    expect(await store.contacts.binding(email('x@e.org'))).toBeDefined();
  });

  it('keeps the files that a draft names and removes the others', async () => {
    const id = 'd1' as DraftId;
    const fields = Uint8Array.of(1);
    const file = (fileId: string) => ({ fileId, sealed: Uint8Array.of(9) });
    await store.drafts.put({ id, changedAt: 1, fields, files: [{ fileId: 'f' }, { fileId: 'g' }] }, [
      file('f'),
      file('g'),
    ]);
    await store.drafts.put({ id, changedAt: 2, fields, files: [{ fileId: 'g' }] }, []);
    expect(await store.drafts.file(id, 'f')).toBeUndefined();
    expect(await store.drafts.file(id, 'g')).toEqual(Uint8Array.of(9));
    await store.drafts.remove(id);
    expect(await store.drafts.file(id, 'g')).toBeUndefined();
    expect(await store.drafts.list()).toEqual([]);
  });

  it('fills settings that an older version did not know with their defaults', async () => {
    expect(await store.settings.get()).toEqual(DEFAULT_SETTINGS);
    await store.settings.set({ ...DEFAULT_SETTINGS, phrase: 'green teapot' });
    expect((await store.settings.get()).phrase).toBe('green teapot');
    await store.settings.set({ phrase: 'old' } as never);
    expect(await store.settings.get()).toEqual({ ...DEFAULT_SETTINGS, phrase: 'old' });
  });

  it('remembers grants by origin', async () => {
    const origin = 'https://mail.example.org' as Origin;
    await store.grants.put({ origin, grantedAt: 1 });
    await store.grants.put({ origin, grantedAt: 2 });
    expect(await store.grants.list()).toEqual([{ origin, grantedAt: 2 }]);
    await store.grants.remove(origin);
    expect(await store.grants.list()).toEqual([]);
  });

  it('counts failures by code and place, newest first', async () => {
    await store.log.add('key/expired', 'contacts.submit', 1);
    await store.log.add('vault/locked', 'reader.open', 2);
    await store.log.add('key/expired', 'contacts.submit', 3);
    expect(await store.log.list()).toEqual([
      { code: 'key/expired', where: 'contacts.submit', at: 3, count: 2 },
      { code: 'vault/locked', where: 'reader.open', at: 2, count: 1 },
    ]);
  });

  it.each([
    ['store/full', new DOMException('full', 'QuotaExceededError')],
    ['store/failed', new DOMException('broken', 'UnknownError')],
  ])('answers %s where the disk says so', async (code, cause) => {
    await store.settings.get();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw cause;
    });
    await expect(store.settings.set(DEFAULT_SETTINGS)).rejects.toThrow(code);
    await expect(
      store.drafts.put({ id: 'd' as DraftId, changedAt: 1, fields: new Uint8Array(1), files: [] }, []),
    ).rejects.toThrow(code);
  });

  it('answers store/full where the quota ends a transaction at its end', async () => {
    const full = new Dexie.AbortError('aborted', new Dexie.QuotaExceededError('full'));
    vi.spyOn(Dexie.prototype, 'transaction').mockRejectedValue(full as never);
    await expect(store.contacts.write({})).rejects.toThrow('store/full');
  });
});

describe('a database of version 1', () => {
  it('opens with its data under the schema of today', async () => {
    const old = new Dexie(name);
    old.version(1).stores({
      vault: 'id',
      sessionKey: 'id',
      ownKeys: 'fingerprint',
      certificates: 'fingerprint, *addresses',
      addressBindings: 'email, fingerprint',
      drafts: 'id, changedAt',
      draftFiles: '[draft+fileId], draft',
      grants: 'origin',
      settings: 'id',
      log: '[where+code], at',
    });
    await old.table('vault').put({ id: 'record', value: { version: 1 } });
    await old.table('certificates').put(contact('a', ['x@e.org']));
    await old.table('addressBindings').put({ email: 'x@e.org', fingerprint: fingerprint('a') });
    await old.table('drafts').put({ id: 'd', changedAt: 1, fields: Uint8Array.of(1), files: [] });
    await old.table('settings').put({ id: 'settings', value: { autoLockMinutes: 5 } });
    old.close();
    expect(await store.vault.read()).toEqual({ version: 1 });
    expect(await store.contacts.claiming(email('x@e.org'))).toEqual([contact('a', ['x@e.org'])]);
    expect(await store.contacts.bindings()).toHaveLength(1);
    expect(await store.drafts.list()).toHaveLength(1);
    expect((await store.settings.get()).autoLockMinutes).toBe(5);
  });
});
