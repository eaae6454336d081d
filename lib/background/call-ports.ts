import type { CallPorts } from '../calls/ports';
import type { CallLines } from '../core/call-lines';
import type { PageCallPorts } from '../pagecalls/contract';
import { stayAwake } from '../platform/clockwork';
import { clearNotification, onNotification, showNotification } from '../platform/notifications';
import { askPage } from '../platform/tabs';
import type { Store } from '../store/store';
import type { Vault } from '../vault/vault';
import { createCallNotices } from './call-notices';
import type { Deps } from './deps';

type Given = {
  readonly store: Store;
  readonly vault: Vault;
  readonly memory: Deps['memory'];
  readonly lines: CallLines;
  readonly announce: Deps['announce'];
  readonly screen: Deps['screen'];
  readonly isActive: () => boolean;
  readonly wakeAt: (at: number) => void;
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
};

/** Plugs store, chat and browser into calls, our own and those of pages. Nothing here decides anything. */
export function createCallPorts(given: Given): { readonly calls: CallPorts; readonly pageCalls: PageCallPorts } {
  const { store, vault, memory, lines, screen, wakeAt, now, onFailure } = given;
  const notices = createCallNotices({
    settings: () => store.settings.get(),
    show: showNotification,
    clear: clearNotification,
    onPress: onNotification,
    openApp: screen.openApp,
    openCall: screen.openCall,
    isActive: given.isActive,
    onFailure,
  });
  const common = {
    lines,
    rows: store.calls,
    vault,
    memory,
    announce: () => {
      stayAwake('call', given.isActive());
      given.announce('calls').catch(onFailure);
    },
    wakeAt,
    now,
    random: (octets: number) => crypto.getRandomValues(new Uint8Array(octets)),
    onFailure,
  };
  return {
    calls: {
      ...common,
      onlyTurn: async () => (await store.settings.get()).onlyTurn,
      window: { open: (id) => screen.openCall(id), close: () => screen.closeCall() },
      notify: notices.call,
      quiet: notices.quiet,
    },
    pageCalls: {
      ...common,
      tell: async ({ tabId, document }, order) => {
        await askPage(tabId, document ?? 0, { ask: 'callPage.mode', ...order });
      },
      notify: notices.page,
    },
  };
}
