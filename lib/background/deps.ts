import type { BusEvent } from '../bus/protocol';
import type { LogLine } from '../bus/views';
import type { Calls } from '../calls/contract';
import type { Chat } from '../chat/contract';
import type { Settings } from '../core/settings';
import type { Contacts } from '../keyring/contacts';
import type { OwnKeys } from '../keyring/own-keys';
import type { Drafts } from '../mail/drafts';
import type { SealMailPorts } from '../mail/ports';
import type { PageCalls } from '../pagecalls/contract';
import type { AutoLock } from '../vault/auto-lock';
import type { Vault } from '../vault/vault';
import type { Webchat } from '../webchat/contract';
import type { Grants } from './grants';
import type { Offers } from './offers';
import type { OpenedMail } from './opened-mail';
import type { Pages } from './pages';
import type { Tickets } from './tickets';
import type { WebchatPages } from './webchat-pages';

/** Everything the command handlers use: made once by the composition root. */
export type Deps = {
  readonly vault: Vault;
  readonly autoLock: AutoLock;
  readonly ownKeys: OwnKeys;
  readonly contacts: Contacts;
  readonly drafts: Drafts;
  readonly chat: Chat;
  readonly calls: Calls;
  readonly pageCalls: PageCalls;
  readonly webchat: Webchat;
  readonly webchatPages: WebchatPages;
  readonly settings: { get(): Promise<Settings>; set(settings: Settings): Promise<void> };
  readonly log: { list(): Promise<readonly LogLine[]> };
  readonly grants: Grants;
  readonly tickets: Tickets;
  readonly pages: Pages;
  readonly openedMail: OpenedMail;
  readonly offers: Offers;
  readonly sealing: SealMailPorts;
  readonly memory: {
    get(key: string): Promise<unknown>;
    set(key: string, value: unknown): Promise<void>;
    remove(key: string): Promise<void>;
  };
  readonly screen: {
    openApp(hash: string): Promise<void>;
    openCertificate(fingerprint: string): Promise<void>;
    openUnlock(): Promise<void>;
    /** The window of a call of ours: there is one at most. */
    openCall(id: string): Promise<void>;
    closeCall(): Promise<void>;
    openPopup(tabId: number | undefined): Promise<void>;
    urlOf(tabId: number | undefined): Promise<{ id: number; url: string | undefined } | undefined>;
  };
  readonly frameUrl: (path: string) => string;
  /** Tells frames, windows and the pages' scripts that something changed. */
  readonly announce: (event: BusEvent['event']) => Promise<void>;
  readonly now: () => number;
  /** Told what failed where nobody waits for the answer. */
  readonly onFailure: (error: unknown) => void;
};
