import { onInstalled, onNetworkBack, onShortcut, onTabGone } from '../platform/clockwork';
import { onPermissionAdded } from '../platform/permission-state';
import { onWindowGone } from '../platform/windows';
import type { Deps } from './deps';
import { lockNow } from './lock-now';

const CHORES_AFTER_MS = 1_000;

/**
 * What the browser tells the background by itself. Listeners are added at once, before anything is awaited: the
 * browser wakes a dead background only for listeners that were there in its first turn.
 */
export function watchBrowser(deps: Deps, onFailure: (error: unknown) => void): void {
  const quietly = (work: Promise<unknown>): void => {
    work.catch(onFailure);
  };
  onShortcut((name) => {
    if (name === 'lock-now') quietly(lockNow(deps));
  });
  const { events } = deps.chat;
  deps.vault.onChange((phase) => {
    quietly(deps.announce('vault'));
    quietly(phase === 'locked' ? events.onLocked() : events.onUnlocked());
    if (phase !== 'locked') return quietly(deps.calls.events.onUnlocked());
    quietly(deps.webchat.events.onLocked());
    quietly(deps.calls.events.onLocked());
    quietly(deps.pageCalls.events.onLocked());
  });
  onNetworkBack(() => quietly(events.onNetwork()));
  quietly(events.onStart());
  onTabGone((tabId) => {
    quietly(deps.tickets.forgetTab(tabId));
    quietly(deps.pageCalls.events.onTabClosed(tabId));
  });
  onWindowGone('/call-window.html', () => quietly(deps.calls.events.onWindowClosed()));
  onPermissionAdded(() => quietly(deps.grants.finishExpected()));
  onInstalled((reason) => {
    if (reason === 'install') quietly(deps.screen.openApp('start'));
    // An update forgets what was registered: pages that open from now on, then those that are open.
    if (reason === 'update') quietly(deps.grants.restore().then(() => deps.grants.reinject()));
  });
  // Whoever woke us waits for an answer: what can wait does. A grant is asked for at every call, restored or not.
  setTimeout(() => {
    quietly(deps.grants.restore());
    quietly(deps.announce('contacts'));
  }, CHORES_AFTER_MS);
}
