import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../lib/store/store';
import { ARGON2 } from '../../../lib/vault/argon2';
import { createVault } from '../../../lib/vault/vault';
import { asLatin1, collect, dumpDatabase } from '../../support/database-dump';
import { fakeMemory } from '../../support/fake-memory';
import { createProfile, PASSPHRASE } from '../../support/vault-world';

const CANARY = 'canary-4f1e-private';

describe('what is stored while unlocked', () => {
  it('holds neither the passphrase nor anything sealed, on disk or in session memory [req 3]', async () => {
    const profile = createProfile();
    const { vault, store } = profile.start();
    await vault.create(PASSPHRASE);
    const secret = new TextEncoder().encode(CANARY);
    await store.ownKeys.put([
      {
        fingerprint: 'a'.repeat(40) as never,
        octets: new Uint8Array([1]),
        sealedSecret: await vault.seal(secret, 'own-key'),
        createdHere: 1,
        preferredAt: 0,
      },
    ]);
    await store.drafts.put(
      { id: 'd' as never, changedAt: 1, fields: await vault.sealAlways(secret, 'd'), files: [] },
      [],
    );
    const memory: string[] = [];
    collect(Object.fromEntries(profile.memory.stored), memory);
    const all = `${await dumpDatabase(profile.name)}\n${memory.join('\n')}`;
    expect(all).toContain(asLatin1((await store.ownKeys.all())[0]?.sealedSecret ?? new Uint8Array(9)));
    expect(all).not.toContain(PASSPHRASE);
    expect(all).not.toContain(CANARY);
  });

  it('opens nothing without the session memory: the key on disk cannot be read out and wraps nothing there [req 3]', async () => {
    const profile = createProfile();
    const { vault, store } = profile.start();
    await vault.create(PASSPHRASE);
    const key = await store.sessionKeys.read();
    expect(key?.extractable).toBe(false);
    profile.restartBrowser();
    const sealed = await vault.seal(new Uint8Array(3), 'x');
    await expect(profile.start().vault.open(sealed, 'x')).rejects.toThrow('vault/locked');
  });

  it('opens nothing without the disk: session memory holds only ciphertext [req 3]', async () => {
    const profile = createProfile();
    await profile.start().vault.create(PASSPHRASE);
    const elsewhere = createProfile();
    await elsewhere.start().vault.create(PASSPHRASE);
    for (const [key, value] of profile.memory.stored) elsewhere.memory.stored.set(key, value);
    expect((await elsewhere.start().vault.state()).phase).toBe('locked');
  });

  it('asks of a guesser what RFC 9106 recommends at least', async () => {
    expect(ARGON2.memoryKiB).toBeGreaterThanOrEqual(64 * 1024);
    expect(ARGON2.iterations).toBeGreaterThanOrEqual(3);
    const store = openStore(`test-${crypto.randomUUID()}`);
    const vault = createVault({
      records: store.vault,
      sessionKeys: store.sessionKeys,
      memory: fakeMemory(),
      clock: { now: () => 1 },
      lifetime: () => Promise.resolve('never'),
    });
    await vault.create(PASSPHRASE);
    expect(await store.vault.read()).toMatchObject({ argon2: ARGON2 });
    await vault.lock();
    expect((await vault.unlock(PASSPHRASE)).phase).toBe('unlocked');
  });
});
