import { Dexie, type EntityTable, type Table } from 'dexie';
import type { LogLine } from '../bus/views';
import type { EmailAddress, Fingerprint, Origin } from '../core/brand';
import type { Settings } from '../core/settings';
import type { GrantedSite } from '../core/site-state';
import type { Binding, ContactRow, OwnKeyRow } from '../keyring/ports';
import type { DraftRecord } from '../mail/drafts';

export const DATABASE = 'sotto';

export type VaultRow = { readonly id: 'record' | 'failures'; readonly value: unknown };
export type SessionKeyRow = { readonly id: 'session'; readonly key: CryptoKey };
export type DraftFileRow = { readonly draft: string; readonly fileId: string; readonly sealed: Uint8Array };
export type SettingsRow = { readonly id: 'settings'; readonly value: Partial<Settings> };

/**
 * Everything on disk. Private: the vault's record (useless without the passphrase), own keys' secrets and drafts
 * (sealed), the session key (non-extractable, useless once the browser ended). Certificates and decisions are public
 * material in clear; the log holds codes and counts.
 */
export class Schema extends Dexie {
  declare readonly vault: EntityTable<VaultRow, 'id'>;
  declare readonly sessionKey: EntityTable<SessionKeyRow, 'id'>;
  declare readonly ownKeys: Table<OwnKeyRow, Fingerprint>;
  declare readonly certificates: Table<ContactRow, Fingerprint>;
  declare readonly addressBindings: Table<Binding, EmailAddress>;
  declare readonly drafts: Table<DraftRecord, string>;
  declare readonly draftFiles: Table<DraftFileRow, [string, string]>;
  declare readonly grants: Table<GrantedSite, Origin>;
  declare readonly settings: EntityTable<SettingsRow, 'id'>;
  declare readonly log: Table<LogLine, [string, string]>;

  constructor(name: string) {
    super(name);
    // A version that was shipped is never edited: a change of the schema is the next `version(n)` with its `upgrade`.
    this.version(1).stores({
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
  }
}
