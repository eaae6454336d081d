import type { DeviceId } from '../../lib/core/wire/ids';
import type { AccountStore } from '../stores/ports';

/** Which devices have an account, asked of the store and believed for a while. */
export type KnownDevices = {
  /** Without asking. */
  has(device: DeviceId): boolean;
  /** Those of them that have an account. Fails with `relay/waiting`. */
  find(devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>;
  forget(device: DeviceId): void;
};

/** A device that was removed elsewhere is believed in for at most this long: what it gets then expires unread. */
const BELIEVED_MS = 60_000;
const MOST = 50_000;

export function createKnownDevices(accounts: Pick<AccountStore, 'knownDevices'>, clock: () => number): KnownDevices {
  const until = new Map<DeviceId, number>();
  const has = (device: DeviceId): boolean => {
    const end = until.get(device);
    return end !== undefined && end > clock();
  };
  return {
    has,
    async find(devices) {
      const asked = devices.filter((device) => !has(device));
      const found = await accounts.knownDevices(asked);
      const end = clock() + BELIEVED_MS;
      if (until.size + found.size > MOST) until.clear();
      for (const device of found) until.set(device, end);
      const skipped = new Set(asked);
      return new Set(devices.filter((device) => !skipped.has(device) || found.has(device)));
    },
    forget: (device) => {
      until.delete(device);
    },
  };
}
