import type { CallRows } from '../calls/ports';
import type { ChatRows, FileRows, RelayAccountRows } from '../chat/rows';
import type { ContactRows, OwnKeyRows } from '../keyring/ports';
import type { DraftRepository } from '../mail/drafts';
import type { SessionKeys, VaultRecords } from '../vault/ports';
import type { TalkRows } from '../webchat/rows';
import { callRows } from './call-rows';
import { chatRows } from './chat-rows';
import { draftRows } from './draft-rows';
import { fileRows } from './file-rows';
import { contactRows, ownKeyRows } from './keyring-rows';
import { type LogRepository, logRows } from './log-rows';
import { relayAccountRows } from './relay-account-row';
import { DATABASE, Schema } from './schema';
import { type SettingsRepository, settingsRow } from './settings-row';
import { type GrantRows, grantRows } from './site-rows';
import { sessionKeyRows, vaultRows } from './vault-rows';
import { talkRows } from './webchat-rows';

export type Store = {
  readonly vault: VaultRecords;
  readonly sessionKeys: SessionKeys;
  readonly ownKeys: OwnKeyRows;
  readonly contacts: ContactRows;
  readonly drafts: DraftRepository;
  readonly grants: GrantRows;
  readonly chat: ChatRows;
  readonly files: FileRows;
  readonly relayAccount: RelayAccountRows;
  readonly talks: TalkRows;
  readonly calls: CallRows;
  readonly settings: SettingsRepository;
  readonly log: LogRepository;
  close(): void;
};

/**
 * The database of this profile. Opens by itself at the first use; every method fails with `store/full` or
 * `store/failed`, and each writes in one transaction.
 */
export function openStore(name: string = DATABASE): Store {
  const db = new Schema(name);
  return {
    vault: vaultRows(db),
    sessionKeys: sessionKeyRows(db),
    ownKeys: ownKeyRows(db),
    contacts: contactRows(db),
    drafts: draftRows(db),
    grants: grantRows(db),
    chat: chatRows(db),
    files: fileRows(db),
    relayAccount: relayAccountRows(db),
    talks: talkRows(db),
    calls: callRows(db),
    settings: settingsRow(db),
    log: logRows(db),
    close: () => db.close(),
  };
}
