import type { CallPorts } from '../calls/ports';
import type { CallLines } from '../core/call-lines';
import type { CallId } from '../core/calls';
import type { PageCallPorts } from '../pagecalls/contract';
import { stayAwake } from '../platform/clockwork';
import { clearNotification, onNotification, showNotification } from '../platform/notifications';
import { askPage } from '../platform/tabs';
import type { Store } from '../store/store';
import type { Vault } from '../vault/vault';
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

const NOTICE = 'call';
const NOTICE_OF_PAGE = 'page-call';

/** Plugs store, chat and browser into calls, our own and those of pages. Nothing here decides anything. */
export function createCallPorts(given: Given): { readonly calls: CallPorts; readonly pageCalls: PageCallPorts } {
  const { store, vault, memory, lines, screen, wakeAt, now, onFailure } = given;
  const show = (id: string, title: string, words: string): void => {
    showNotification(id, title, words).catch(onFailure);
  };
  /** What rings, or rang last in this background. */
  let ringing: CallId | undefined;
  onNotification((id) => {
    if (id !== NOTICE) return;
    const opened = ringing !== undefined && given.isActive() ? screen.openCall(ringing) : screen.openApp('calls');
    opened.catch(onFailure);
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
      window: { open: (id) => screen.openCall(id), close: () => screen.closeCall() },
      notify: ({ id, kind, name }) => {
        ringing = kind === 'ringing' ? id : undefined;
        const words = kind === 'ringing' ? 'Calls you.' : 'Called you, and you missed it.';
        show(NOTICE, name === '' ? 'Sotto' : name, words);
      },
      quiet: () => {
        ringing = undefined;
        clearNotification(NOTICE).catch(onFailure);
      },
    },
    pageCalls: {
      ...common,
      tell: async ({ tabId, document }, order) => {
        await askPage(tabId, document ?? 0, { ask: 'callPage.mode', ...order });
      },
      notify: ({ name, origin }) => show(NOTICE_OF_PAGE, name, `Asks to protect a call at ${new URL(origin).host}.`),
    },
  };
}
