import 'fake-indexeddb/auto';
import { openStore, type Store } from '../../lib/store/store';
import { createVault, type Vault } from '../../lib/vault/vault';
import { fakeMemory } from './fake-memory';
import { type Fuse, mortal, newFuse } from './mortal';

/** As cheap as Argon2 gets: its strength is tested apart. */
const CHEAP = { memoryKiB: 64, iterations: 1, parallelism: 1 };

export const PASSPHRASE = 'violet harbour 41 lantern';
export const OTHER_PASSPHRASE = 'seven quiet copper gardens';

/** One browser profile: a disk, a session memory, a clock, and backgrounds that come and go over them. */
export function createProfile() {
  const name = `test-${crypto.randomUUID()}`;
  const memory = fakeMemory();
  const world = {
    name,
    memory,
    now: 1_000_000,
    lifetime: 3_600_000 as number | 'never',
    /** A background as the browser starts it, with nothing in memory. */
    start(fuse: Fuse = newFuse()): { vault: Vault; store: Store } {
      const store = openStore(name);
      const vault = createVault({
        records: mortal(store.vault, ['create', 'replace', 'saveFailures', 'clearFailures'], fuse),
        sessionKeys: mortal(store.sessionKeys, ['save', 'remove'], fuse),
        memory: mortal(memory, ['set', 'remove'], fuse),
        clock: { now: () => world.now },
        lifetime: () => Promise.resolve(world.lifetime),
        argon2: CHEAP,
      });
      return { vault, store };
    },
    /** The browser ends: only the disk stays. */
    restartBrowser(): void {
      memory.stored.clear();
    },
  };
  return world;
}

export type Profile = ReturnType<typeof createProfile>;
