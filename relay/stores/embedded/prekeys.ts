import type { DeviceId, UserId } from '../../../lib/core/wire/ids';
import type { PrekeyStore } from '../ports';

type Published = { readonly bundle: Uint8Array; readonly oneTime: Uint8Array[]; readonly expires: number };

/** In memory: devices publish again after a restart. */
export function createPrekeys(): PrekeyStore {
  const byUser = new Map<UserId, Map<DeviceId, Published>>();
  const byDevice = new Map<DeviceId, Published>();

  const remove = (user: UserId, device: DeviceId): void => {
    const devices = byUser.get(user);
    if (devices?.delete(device) !== true) return;
    byDevice.delete(device);
    if (devices.size === 0) byUser.delete(user);
  };

  return {
    publish: async (user, device, { bundle, oneTime, expires }) => {
      // Copies: what is given are views into a whole packet. The last is used up first, which moves nothing.
      const published = { bundle: bundle.slice(), oneTime: oneTime.map((key) => key.slice()).reverse(), expires };
      const devices = byUser.get(user) ?? new Map<DeviceId, Published>();
      byUser.set(user, devices.set(device, published));
      byDevice.set(device, published);
    },
    left: async (device) => byDevice.get(device)?.oneTime.length ?? 0,
    take: async (user, now) => {
      for (const [device, { expires }] of byUser.get(user) ?? []) if (expires <= now) remove(user, device);
      return [...(byUser.get(user) ?? [])].map(([device, { bundle, oneTime }]) => ({
        device,
        bundle,
        oneTime: oneTime.pop(),
      }));
    },
    remove: async (user, device) => remove(user, device),
  };
}
