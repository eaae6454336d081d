import { makeAesKey, openAes, sealAes } from './aes';
import type { Deadline } from './deadline';
import { fromHex, toHex } from './octets';
import type { SessionKeys, SessionMemory } from './ports';
import { SecretOctets } from './secret-octets';

export type RestoredSession = { readonly vaultKey: SecretOctets; readonly deadline: Deadline };

const NAME = 'vault.session';
const CONTEXT = 'sotto/session/1';

/**
 * What lets a background that died go on unlocked, without the passphrase being kept anywhere:
 * the vault key under a key that WebCrypto does not give out (IndexedDB), its ciphertext in `storage.session`.
 * The one is worthless without the other, and the browser forgets the second when it ends.
 * Ciphertext and deadline are one value, so that no death parts them.
 */
export function createUnlockSession(keys: SessionKeys, memory: SessionMemory) {
  return {
    async begin(vaultKey: SecretOctets, deadline: Deadline): Promise<void> {
      await memory.remove(NAME);
      const key = await makeAesKey();
      await keys.save(key);
      const sealed = await sealAes(key, vaultKey.octets, CONTEXT);
      await memory.set(NAME, { sealed: toHex(sealed), deadline });
    },

    /** Answers false where there is no session to prolong. */
    async prolong(deadline: Deadline): Promise<boolean> {
      const stored = parseStored(await memory.get(NAME));
      if (stored === undefined) return false;
      await memory.set(NAME, { ...stored, deadline });
      return true;
    },

    async restore(): Promise<RestoredSession | undefined> {
      const stored = parseStored(await memory.get(NAME));
      const sealed = stored === undefined ? undefined : fromHex(stored.sealed);
      if (stored === undefined || sealed === undefined) return undefined;
      const key = await keys.read();
      const octets = key === undefined ? undefined : await openAes(key, sealed, CONTEXT);
      return octets === undefined ? undefined : { vaultKey: new SecretOctets(octets), deadline: stored.deadline };
    },

    /** Either removal alone locks: both are tried, whatever happens to the other. */
    async end(): Promise<void> {
      const removals = await Promise.allSettled([memory.remove(NAME), keys.remove()]);
      const failed = removals.filter((removal) => removal.status === 'rejected');
      if (failed.length === removals.length) throw failed[0]?.reason;
    },
  };
}

function parseStored(value: unknown): { sealed: string; deadline: Deadline } | undefined {
  const { sealed, deadline } = (value ?? {}) as { sealed?: unknown; deadline?: unknown };
  if (typeof sealed !== 'string') return undefined;
  if (deadline !== 'never' && !(typeof deadline === 'number' && Number.isFinite(deadline))) return undefined;
  return { sealed, deadline };
}
