import { AppError } from '../../lib/core/errors';
import type { DeviceId } from '../../lib/core/wire/ids';
import type { Envelope } from '../stores/ports';
import type { KnownDevices } from './known-devices';
import { withOwnPayload } from './own-payload';

/** Looks up who is known, and keeps each sender's messages in order while it asks. */
export type Turns = {
  /** `go` is called at once where nothing has to be asked. Answers false where too much waits: nothing was taken. */
  take(envelope: Envelope, to: readonly DeviceId[], go: Go): boolean;
  /** The store may be back: ask again. */
  retry(): void;
};

type Go = (envelope: Envelope, isKnown: (device: DeviceId) => boolean) => void;

const MOST_OCTETS = 64 * 1024 * 1024;

/** `isHere` devices have a socket at this process: they are known without asking. */
export function createTurns(
  known: KnownDevices,
  isHere: (device: DeviceId) => boolean,
  onFailure: (error: unknown) => void,
): Turns {
  const last = new Map<DeviceId, Promise<void>>();
  const asleep: Array<() => void> = [];
  let waiting = 0;
  const isKnown = (device: DeviceId): boolean => isHere(device) || known.has(device);
  const nobody: ReadonlySet<DeviceId> = new Set();

  /** Asks until the store answers. */
  async function find(devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>> {
    for (;;) {
      try {
        return devices.length === 0 ? nobody : await known.find(devices);
      } catch (error) {
        onFailure(error);
        if (!(error instanceof AppError && error.code === 'relay/waiting')) return nobody;
        await new Promise<void>((resolve) => asleep.push(resolve));
      }
    }
  }

  return {
    take(envelope, to, go) {
      const { sender } = envelope;
      const before = last.get(sender);
      if (before === undefined && to.every(isKnown)) {
        go(envelope, isKnown);
        return true;
      }
      if (waiting >= MOST_OCTETS) return false;
      const own = withOwnPayload(envelope);
      waiting += own.payload.length;
      const asked = find(to.filter((device) => !isKnown(device)));
      const turn = Promise.all([asked, before]).then(([found]) => {
        waiting -= own.payload.length;
        if (last.get(sender) === turn) last.delete(sender);
        go(own, (device) => found.has(device) || isKnown(device));
      });
      last.set(sender, turn);
      return true;
    },
    retry() {
      for (const wake of asleep.splice(0)) wake();
    },
  };
}
