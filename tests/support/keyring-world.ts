import 'fake-indexeddb/auto';
import type { EmailAddress } from '../../lib/core/brand';
import type { Evidence } from '../../lib/core/certificate';
import { createKeyring, type Keyring } from '../../lib/keyring/keyring';
import { createOpenPgp } from '../../lib/openpgp/openpgp';
import type { Store } from '../../lib/store/store';
import type { Vault } from '../../lib/vault/vault';
import { type Fuse, mortal, newFuse } from './mortal';
import { createProfile, PASSPHRASE, type Profile } from './vault-world';

export type KeyringWorld = {
  readonly profile: Profile;
  /** A new background over the same profile. */
  start(fuse?: Fuse): Keyring & { readonly vault: Vault; readonly store: Store };
};

/** A profile with an unlocked vault, the real OpenPGP and the real store. */
export async function createKeyringWorld(): Promise<KeyringWorld> {
  const profile = createProfile();
  profile.now = Date.now();
  const pgp = createOpenPgp();
  await profile.start().vault.create(PASSPHRASE);
  return {
    profile,
    start(fuse = newFuse()) {
      const { vault, store } = profile.start();
      const keyring = createKeyring({
        pgp,
        ownKeys: mortal(store.ownKeys, ['put', 'remove'], fuse),
        contacts: mortal(store.contacts, ['write'], fuse),
        vault,
        clock: { now: () => profile.now },
      });
      return { ...keyring, vault, store };
    },
  };
}

export const pasted = (at = 1): Evidence => ({ source: 'paste', at });
export const mailed = (from: EmailAddress, at = 1): Evidence => ({ source: 'mail-attachment', from, at });
