import { useEffect, useState } from 'preact/hooks';

/** What `app.html#...` can name. */
export const TABS = ['mail', 'contacts', 'keys', 'settings'] as const;
export type TabId = (typeof TABS)[number];
export type Route = { readonly tab: TabId; readonly unlock: boolean };

/** `#drafts` is a part of Mail; `#start` is decided by the vault; `#unlock` closes the window afterwards. */
export function routeOf(hash: string): Route {
  const name = hash.replace(/^#/, '');
  return { tab: TABS.find((tab) => tab === name) ?? 'mail', unlock: name === 'unlock' };
}

export function useRoute(): readonly [Route, (tab: TabId) => void] {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go = (tab: TabId) => {
    location.hash = tab;
  };
  return [route, go];
}
