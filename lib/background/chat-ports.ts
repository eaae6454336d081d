import type { ChatPorts } from '../chat/ports';
import type { Settings } from '../core/settings';
import type { Keyring } from '../keyring/keyring';
import { createRelayAccounts } from '../net/relay-accounts';
import { createRelayLink } from '../net/relay-link';
import { createSealedFileTransport } from '../net/sealed-file-transport';
import { stayAwake } from '../platform/clockwork';
import { onNotification, showNotification } from '../platform/notifications';
import { sessionMemory } from '../platform/session-memory';
import type { Store } from '../store/store';
import type { Vault } from '../vault/vault';
import type { Deps } from './deps';
import { createNotices } from './notices';
import { rememberStop } from './remembered-stop';

type Given = {
  readonly store: Store;
  readonly vault: Vault;
  readonly keyring: Keyring;
  readonly announce: Deps['announce'];
  readonly screen: Deps['screen'];
  readonly settings: () => Promise<Settings>;
  readonly deviceCertificate: Parameters<Keyring['channelCertificates']>[0];
  readonly onCall: ChatPorts['onCall'];
  readonly wakeAt: (at: number) => void;
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
};

/** Plugs store, keyring, relay client and browser into chat. Nothing here decides anything. */
export function createChatPorts(given: Given): ChatPorts {
  const { store, vault, keyring, screen, settings, now, onFailure } = given;
  const { contacts, channelCertificates } = keyring;
  const link = rememberStop(createRelayLink(), sessionMemory, onFailure);
  link.onState(({ phase }) => stayAwake('relay', phase === 'online'));
  return {
    rows: store.chat,
    files: store.files,
    accounts: store.relayAccount,
    link,
    relayAccounts: createRelayAccounts(),
    transport: createSealedFileTransport(),
    vault,
    certificates: {
      ...channelCertificates(given.deviceCertificate),
      decisionOn: contacts.decisionOn,
      submit: contacts.submit,
      decide: contacts.decide,
    },
    settings,
    now,
    random: (octets) => crypto.getRandomValues(new Uint8Array(octets)),
    announce: (event) => {
      given.announce(event).catch(onFailure);
    },
    notify: createNotices({
      settings,
      show: showNotification,
      onPress: onNotification,
      openApp: screen.openApp,
      onFailure,
    }),
    onCall: given.onCall,
    wakeAt: given.wakeAt,
    onFailure,
  };
}
