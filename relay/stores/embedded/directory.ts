import type { DeviceId, UserId } from '../../../lib/core/wire/ids';
import type { Directory, Post } from '../ports';

/** One process: every device that has a socket has it here. */
export function createDirectory(): Directory {
  const held = new Map<DeviceId, UserId>();
  const devices = new Map<UserId, Set<DeviceId>>();
  const listeners: Array<(device: DeviceId, post: Post) => void> = [];
  return {
    enter: async (device, user) => {
      held.set(device, user);
      devices.set(user, (devices.get(user) ?? new Set()).add(device));
    },
    leave: async (device, user) => {
      const present = devices.get(user);
      if (held.get(device) !== user || present === undefined) return { last: false };
      held.delete(device);
      present.delete(device);
      if (present.size === 0) devices.delete(user);
      return { last: present.size === 0 };
    },
    present: async (user) => [...(devices.get(user) ?? [])],
    post: async (device, post) => {
      if (!held.has(device)) return false;
      for (const listener of listeners) listener(device, post);
      return true;
    },
    onPost: (listener) => void listeners.push(listener),
  };
}
