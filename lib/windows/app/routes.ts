import { useEffect, useState } from 'preact/hooks';
import type { ConversationId } from '../../core/chat';

/** What `app.html#...` can name. */
export const TABS = ['mail', 'chat', 'calls', 'contacts', 'keys', 'settings'] as const;
export type TabId = (typeof TABS)[number];
export type Route = {
  readonly tab: TabId;
  readonly unlock: boolean;
  /** The conversation that is open, in the tab `chat`. */
  readonly conversation?: ConversationId;
};
export type Go = (tab: TabId, conversation?: ConversationId) => void;

const CONVERSATION = /^chat\/([0-9a-f]{32})$/;

/**
 * `#drafts` is a part of Mail; `#start` is decided by the vault; `#unlock` closes the window afterwards;
 * `#chat/<conversation id>` is what a notification opens.
 */
export function routeOf(hash: string): Route {
  const name = hash.replace(/^#/, '');
  const [, conversation] = CONVERSATION.exec(name) ?? [];
  if (conversation !== undefined) {
    return { tab: 'chat', unlock: false, conversation: conversation as ConversationId };
  }
  return { tab: TABS.find((tab) => tab === name) ?? 'mail', unlock: name === 'unlock' };
}

export function useRoute(): readonly [Route, Go] {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go: Go = (tab, conversation) => {
    location.hash = conversation === undefined ? tab : `${tab}/${conversation}`;
  };
  return [route, go];
}
