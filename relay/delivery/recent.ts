import type { DeviceId, MessageId } from '../../lib/core/wire/ids';

/** Messages that were acknowledged without ever having been stored: the store cannot know them as duplicates. */
export type Recent = {
  add(device: DeviceId, id: MessageId): void;
  has(device: DeviceId, id: MessageId): boolean;
};

/** Remembers at least `size` and at most twice as many: when the younger half is full, the older is forgotten. */
export function createRecent(size: number): Recent {
  let younger = new Map<MessageId, DeviceId | Set<DeviceId>>();
  let older = younger;

  const isIn = (known: typeof younger, device: DeviceId, id: MessageId): boolean => {
    const at = known.get(id);
    return at !== undefined && (typeof at === 'string' ? at === device : at.has(device));
  };

  return {
    add(device, id) {
      if (younger.size >= size) {
        older = younger;
        younger = new Map();
      }
      const at = younger.get(id);
      if (at === undefined) younger.set(id, device);
      else if (typeof at !== 'string') at.add(device);
      else if (at !== device) younger.set(id, new Set([at, device]));
    },
    has: (device, id) => isIn(younger, device, id) || isIn(older, device, id),
  };
}
