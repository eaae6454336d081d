import type { DeviceId } from '../../core/wire/ids';
import { type Retained, readRetained, writeRetained } from '../../media/retained';
import type { CallRows, CallVault } from '../ports';

export type RetainedRows = {
  /** `undefined` where there was no call with this device, or what was kept cannot be read. Throws `vault/locked`. */
  get(device: DeviceId): Promise<Retained | undefined>;
  /** `undefined`: nothing is kept any more. */
  set(device: DeviceId, value: Retained | undefined): Promise<void>;
};

/** The secrets by which a later call with the same device is recognised (docs/media.md, 4.5), sealed. */
export function createRetainedRows({ rows, vault }: { rows: CallRows; vault: CallVault }): RetainedRows {
  const keyOf = (device: DeviceId) => `retained:${device}`;
  const contextOf = (device: DeviceId) => `call retained ${device}`;
  return {
    async get(device) {
      const sealed = await rows.get(keyOf(device));
      if (sealed === undefined) return undefined;
      return readRetained(await vault.open(sealed, contextOf(device)));
    },
    async set(device, value) {
      if (value === undefined) return rows.remove(keyOf(device));
      const octets = writeRetained(value);
      await rows.put(keyOf(device), await vault.seal(octets, contextOf(device)));
      octets.fill(0);
    },
  };
}
