import { Dexie, type EntityTable, type Table } from 'dexie';
import type { LogLine } from '../bus/views';
import type { ConversationRow, FileRow, InboxRow, MessageRow, OutboxRow } from '../chat/rows';
import type { EmailAddress, Fingerprint, Origin } from '../core/brand';
import type { Settings } from '../core/settings';
import type { GrantedSite } from '../core/site-state';
import type { Binding, ContactRow, OwnKeyRow } from '../keyring/ports';
import type { DraftRecord } from '../mail/drafts';
import type { RelayAccount } from '../net/contract';
import type { TalkLineRow, TalkRow } from '../webchat/rows';

export const DATABASE = 'sotto';

export type VaultRow = { readonly id: 'record' | 'failures'; readonly value: unknown };
export type SessionKeyRow = { readonly id: 'session'; readonly key: CryptoKey };
export type DraftFileRow = { readonly draft: string; readonly fileId: string; readonly sealed: Uint8Array };
export type DeviceRow = { readonly id: 'device'; readonly sealed: Uint8Array };
export type TalkLineKeyRow = { readonly id: 'key'; readonly sealed: Uint8Array };
export type CallRow = { readonly key: string; readonly sealed: Uint8Array };
export type RelayAccountRow = { readonly id: 'account'; readonly account: RelayAccount };
export type FilePieceRow = { readonly file: string; readonly piece: number; readonly octets: Uint8Array };
/** The database draws `turn`. */
export type NewInboxRow = Omit<InboxRow, 'turn'> & { readonly turn?: number };
export type SettingsRow = { readonly id: 'settings'; readonly value: Partial<Settings> };

/**
 * Everything on disk. Private: the vault's record (useless without the passphrase), own keys' secrets and drafts
 * (sealed), the session key (non-extractable, useless once the browser ended). Certificates and decisions are public
 * material in clear; the log holds codes and counts. Of chat only random ids, places, states and times are in clear
 * (lib/chat/rows.ts), of talks in pages only random ids (lib/webchat/rows.ts), of calls random ids and devices; the relay account holds a key that
 * WebCrypto does not give out, and that opens nothing.
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
  declare readonly relayAccount: EntityTable<RelayAccountRow, 'id'>;
  declare readonly chatDevice: EntityTable<DeviceRow, 'id'>;
  declare readonly conversations: Table<ConversationRow, string>;
  declare readonly messages: Table<MessageRow, [string, number]>;
  declare readonly outbox: Table<OutboxRow, string>;
  declare readonly inbox: Table<InboxRow, number, NewInboxRow>;
  declare readonly files: Table<FileRow, string>;
  declare readonly filePieces: Table<FilePieceRow, [string, number]>;
  declare readonly talkLineKey: EntityTable<TalkLineKeyRow, 'id'>;
  declare readonly talks: Table<TalkRow, string>;
  declare readonly talkLines: Table<TalkLineRow, string>;
  declare readonly calls: EntityTable<CallRow, 'key'>;

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
    this.version(2).stores({
      relayAccount: 'id',
      chatDevice: 'id',
      conversations: 'id',
      messages: '[conversation+place], &[conversation+id], goneAt',
      outbox: 'id, turn',
      inbox: '++turn, &id',
      files: 'file, state',
      filePieces: '[file+piece]',
    });
    // Grants of before have no `use`: they are for mail.
    this.version(3).stores({ talkLineKey: 'id', talks: 'id', talkLines: 'id, talk' });
    this.version(4).stores({ calls: 'key' });
    // Lines of before are the oldest of their talk.
    this.version(5)
      .stores({ talkLines: 'id, talk, [talk+order]' })
      .upgrade((change) => change.table<TalkLineRow>('talkLines').toCollection().modify({ order: 0 }));
  }
}
