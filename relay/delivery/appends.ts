import { AppError } from '../../lib/core/errors';
import type { DeviceId } from '../../lib/core/wire/ids';
import type { AppendOutcome, Envelope, MailboxLimits, MailboxStore } from '../stores/ports';
import type { Flight, Lane } from './lane';
import { withOwnPayload } from './own-payload';

/** One message for the mailboxes of these devices. */
export type Append = {
  readonly envelope: Envelope;
  readonly devices: readonly DeviceId[];
  /** Where it was handed over already, in the order of `devices`. */
  readonly handed: ReadonlyArray<{ readonly lane: Lane; readonly flight: Flight } | undefined>;
};

/** Brings messages into the store, in order, and waits with them while it is away. */
export type Appends = {
  /** False where too much waits already: nothing was taken. */
  issue(append: Append): boolean;
  /** Appends for this device that are not settled. */
  pendingOf(device: DeviceId): number;
  /** The store may be back: try what waits. */
  retry(): void;
  /** Resolves when nothing is under way; what waits for a store that is away does not count. */
  idle(): Promise<void>;
};

export type AppendPorts = {
  readonly mailboxes: Pick<MailboxStore, 'append'>;
  readonly limits: MailboxLimits;
  /** Octets of payload that may be under way, or wait for a store that is away. */
  readonly mostOctets: number;
  onOutcome(append: Append, outcomes: readonly AppendOutcome[]): void;
  /** It failed for a reason that waiting does not mend. */
  onFailure(append: Append, error: unknown): void;
};

type Numbered = { readonly append: Append; readonly place: number };

export function createAppends({ mailboxes, limits, mostOctets, onOutcome, onFailure }: AppendPorts): Appends {
  const pending = new Map<DeviceId, number>();
  const atRest: Array<() => void> = [];
  const waiting: Numbered[] = [];
  let octets = 0;
  let places = 0;
  let running = 0;

  function count(devices: readonly DeviceId[], by: 1 | -1): void {
    for (const device of devices) {
      const left = (pending.get(device) ?? 0) + by;
      if (left === 0) pending.delete(device);
      else pending.set(device, left);
    }
  }

  function ended({ devices, envelope }: Append): void {
    count(devices, -1);
    octets -= envelope.payload.length;
  }

  function atEnd(): void {
    if (--running > 0) return;
    for (const resolve of atRest.splice(0)) resolve();
  }

  function run(numbered: Numbered): void {
    const { append } = numbered;
    running++;
    mailboxes.append(append.envelope, append.devices, limits).then(
      (outcomes) => {
        ended(append);
        onOutcome(append, outcomes);
        // The store is back.
        for (const other of waiting.splice(0)) run(other);
        atEnd();
      },
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'relay/waiting') wait(numbered);
        else {
          ended(append);
          onFailure(append, error);
        }
        atEnd();
      },
    );
  }

  /** Several fail at once, when the store goes: they wait in the order in which they were issued. */
  function wait({ append, place }: Numbered): void {
    const behind = waiting.findLastIndex((other) => other.place < place);
    waiting.splice(behind + 1, 0, { append: { ...append, envelope: withOwnPayload(append.envelope) }, place });
  }

  return {
    issue(append) {
      if (octets >= mostOctets) return false;
      octets += append.envelope.payload.length;
      count(append.devices, 1);
      const numbered = { append, place: places++ };
      if (waiting.length === 0) run(numbered);
      else wait(numbered);
      return true;
    },
    pendingOf: (device) => pending.get(device) ?? 0,
    retry() {
      // The oldest alone finds out; the others follow it.
      const first = running > 0 ? undefined : waiting.shift();
      if (first !== undefined) run(first);
    },
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => atRest.push(resolve))),
  };
}
