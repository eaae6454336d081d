import type { BusEvent, PageRequest } from '../bus/protocol';
import { createCalls } from '../calls/create-calls';
import { createChat } from '../chat/create-chat';
import { createKeyring } from '../keyring/keyring';
import { createDrafts } from '../mail/drafts';
import { createMime } from '../mime/mime';
import { createOpenPgp } from '../openpgp/openpgp';
import { createPageCalls } from '../pagecalls/create-page-calls';
import { showAttention } from '../platform/badge';
import { alarms, idle, stayAwake } from '../platform/clockwork';
import { injectScripts, registerScripts, scriptsEndWithUs, unregisterScripts } from '../platform/content-scripts';
import { dropOrigin, hasOrigin } from '../platform/permission-state';
import { extensionUrl } from '../platform/runtime';
import { sessionMemory } from '../platform/session-memory';
import { askPage, broadcast, tabsOn, tellPages } from '../platform/tabs';
import type { Store } from '../store/store';
import { createAutoLock, lifetimeOf } from '../vault/auto-lock';
import { createVault } from '../vault/vault';
import { createAgreement } from '../webchat/agreement/agreement';
import { createWebchat } from '../webchat/create-webchat';
import { createCallPorts } from './call-ports';
import { createChatPorts } from './chat-ports';
import type { Deps } from './deps';
import { createGrants } from './grants';
import { createOffers } from './offers';
import { createOpenedMail } from './opened-mail';
import { createPages } from './pages';
import { screen } from './screen';
import { forgetSeen } from './seen-in-tab';
import { createTickets } from './tickets';
import { createWaker } from './waker';
import { createWebchatPages } from './webchat-pages';
import { createWebchatPorts } from './webchat-ports';

/** Plugs store and browser into the use cases. Nothing here decides anything. */
export function createDeps(store: Store, onFailure: (error: unknown) => void): Deps {
  const now = () => Date.now();
  const clock = { now };
  const memory = sessionMemory;
  const pgp = createOpenPgp();
  const mime = createMime();
  const vault = createVault({
    records: store.vault,
    sessionKeys: store.sessionKeys,
    memory,
    clock,
    lifetime: async () => lifetimeOf(await store.settings.get()),
  });
  const keyring = createKeyring({
    pgp,
    ownKeys: store.ownKeys,
    contacts: store.contacts,
    vault,
    clock,
  });
  const { ownKeys, contacts, judgeSignature } = keyring;
  const grants = createGrants({
    grants: store.grants,
    scripts: {
      register: registerScripts,
      unregister: unregisterScripts,
      inject: injectScripts,
      endWithUs: scriptsEndWithUs,
      doubt: async (tabId) => {
        await forgetSeen({ memory }, tabId);
        const request: PageRequest = { ask: 'page.doubt' };
        await tellPages(tabId, request);
      },
    },
    permissions: { has: hasOrigin, drop: dropOrigin },
    memory,
    tabsOn,
    now,
  });
  const pages = createPages({ ask: askPage });
  const tickets = createTickets({ memory, now });
  const webchatPages = createWebchatPages({ ask: askPage, tickets });
  const openedMail = createOpenedMail({
    pgp,
    mime,
    secrets: () => ownKeys.secretsForOpening(),
    signers: () => contacts.signersForVerification(),
    judge: judgeSignature,
    pages,
    isUnlocked: async () => (await vault.state()).phase === 'unlocked',
  });
  vault.onChange((phase) => {
    if (phase === 'locked') openedMail.forgetAll();
  });
  const tell = async (event: BusEvent['event']) => {
    const message: BusEvent = { event };
    await broadcast(message);
    // Firefox does not carry `runtime.sendMessage` to our frames inside pages; each is told by itself.
    await Promise.all((await tickets.frames()).map(({ tabId, frameId }) => askPage(tabId, frameId, message)));
    if (event === 'contacts') await showAttention((await contacts.undecidedCount()) > 0);
  };
  /** What was done is done: that nobody could be told is no failure of it. */
  const announce = async (event: BusEvent['event']) => {
    await tell(event).catch(onFailure);
  };
  const onTime = async () => {
    await Promise.all([chat.events.onTime(), calls.events.onTime(), pageCalls.events.onTime()]);
  };
  const waker = createWaker({ alarms, now, work: onTime, onFailure });
  const chat = createChat(
    createChatPorts({
      store,
      vault,
      keyring,
      announce,
      screen,
      settings: () => store.settings.get(),
      deviceCertificate: () => chat.deviceCertificate(),
      onCall: async (from, message, at) => {
        // Each takes what is its own. Chat waits: what a background that dies here did not take is handed on again.
        await Promise.all([
          calls.events.onMessage(from, message, at).catch(onFailure),
          pageCalls.events.onMessage(from, message, at).catch(onFailure),
        ]);
      },
      wakeAt: waker.wakeAt,
      now,
      onFailure,
    }),
  );
  const callPorts = createCallPorts({
    store,
    vault,
    memory,
    lines: chat.calls,
    announce,
    screen,
    isActive: () => calls.active() || pageCalls.active(),
    wakeAt: waker.wakeAt,
    now,
    onFailure,
  });
  const calls = createCalls(callPorts.calls);
  const pageCalls = createPageCalls(callPorts.pageCalls);
  const offers = createOffers({ pgp, memory, decisionOn: (fingerprint) => contacts.decisionOn(fingerprint), now });
  const webchatPorts = createWebchatPorts({
    store,
    vault,
    keyring,
    pgp,
    offers,
    page: webchatPages.page,
    announce: (event) => {
      stayAwake('no-trace', webchat.active());
      return announce(event);
    },
    deviceCertificate: () => chat.deviceCertificate(),
    now,
    onFailure,
  });
  const webchat = createWebchat(webchatPorts, { agreement: createAgreement(webchatPorts) });
  return {
    vault,
    autoLock: createAutoLock({ vault, alarms, idle, settings: () => store.settings.get(), onFailure }),
    ownKeys,
    contacts,
    drafts: createDrafts({
      repository: store.drafts,
      seal: (octets, context) => vault.sealAlways(octets, context),
      open: (sealed, context) => vault.openAlways(sealed, context),
    }),
    chat,
    calls,
    pageCalls,
    webchat,
    webchatPages,
    settings: store.settings,
    log: store.log,
    grants,
    tickets,
    pages,
    openedMail,
    offers,
    sealing: {
      pgp,
      mime,
      certificateFor: (address) => contacts.certificateFor(address),
      signerFor: (from) => ownKeys.signerFor(from),
      now,
    },
    memory,
    screen,
    frameUrl: extensionUrl,
    announce,
    now,
    onFailure,
  };
}
