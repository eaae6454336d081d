import type { UserId } from '../../../lib/core/wire/ids';
import type { PresenceStore } from '../ports';

/** In memory. A list is kept as it was given; who watches a user is also kept the other way round. */
export function createPresence(): PresenceStore {
  const allowed = new Map<UserId, ReadonlySet<UserId>>();
  const watched = new Map<UserId, ReadonlySet<UserId>>();
  const watchers = new Map<UserId, Set<UserId>>();

  const unwatch = (user: UserId): void => {
    for (const other of watched.get(user) ?? []) {
      const those = watchers.get(other);
      those?.delete(user);
      if (those?.size === 0) watchers.delete(other);
    }
    watched.delete(user);
  };

  return {
    allow: async (user, users) => void allowed.set(user, new Set(users)),
    watch: async (user, users) => {
      unwatch(user);
      watched.set(user, new Set(users));
      for (const other of users) watchers.set(other, (watchers.get(other) ?? new Set()).add(user));
    },
    audience: async (user) => {
      const may = allowed.get(user);
      return may === undefined ? [] : [...(watchers.get(user) ?? [])].filter((watcher) => may.has(watcher));
    },
    visible: async (user) => [...(watched.get(user) ?? [])].filter((other) => allowed.get(other)?.has(user) === true),
    forget: async (user) => {
      unwatch(user);
      allowed.delete(user);
    },
  };
}
