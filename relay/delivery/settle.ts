import type { ErrorCode } from '../../lib/core/error-codes';
import type { DeviceId } from '../../lib/core/wire/ids';
import type { Metrics } from '../observe/ports';
import type { AppendOutcome } from '../stores/ports';
import type { Acknowledgements } from './acknowledgements';
import type { Append } from './appends';
import { dropFlight, type Flight, type Lane } from './lane';
import type { Teller } from './tell';

export type SettlePorts = {
  readonly lanes: ReadonlyMap<DeviceId, Lane>;
  readonly metrics: Metrics;
  readonly teller: Teller;
  readonly acknowledgements: Acknowledgements;
  /** Something new is in the mailbox of a device that is at this process. */
  pump(lane: Lane): void;
  /** Of a device that is not; resolves when the process that may have it was told. */
  wake(device: DeviceId): Promise<void>;
};

/** A mailbox that is full: when the sender may try again. */
const FULL_WAIT_MS = 60_000;

/** What follows from the end of an append: the sender is told, the devices are told. */
export function createSettle({ lanes, metrics, teller, acknowledgements, pump, wake }: SettlePorts) {
  /** Answers whether the sender still has to hear that it is stored. */
  function settleHanded(lane: Lane, flight: Flight): boolean {
    flight.envelope = undefined;
    if (flight.where !== 'acknowledged') {
      flight.where = 'stored';
      return true;
    }
    flight.where = 'leaving';
    acknowledgements.add(lane.device, flight.id);
    return false;
  }

  function settleOne(
    append: Append,
    index: number,
    device: DeviceId,
    outcome: AppendOutcome,
    wakes: Set<Promise<void>>,
  ): boolean {
    const here = append.handed[index];
    const lane = lanes.get(device);
    if (lane !== undefined && lane !== here?.lane) {
      lane.unseen--;
      lane.news++;
      pump(lane);
    }
    if (outcome === 'full') {
      if (here !== undefined) dropFlight(here.lane, here.flight);
      return here?.flight.where !== 'acknowledged';
    }
    if (lane === undefined) wakes.add(wake(device));
    return here === undefined || settleHanded(here.lane, here.flight);
  }

  return (append: Append, outcomes: readonly AppendOutcome[], code: ErrorCode = 'relay/quota'): void => {
    const { envelope, devices } = append;
    const stored: DeviceId[] = [];
    const refused: DeviceId[] = [];
    const wakes = new Set<Promise<void>>();
    for (const [index, device] of devices.entries()) {
      const outcome = outcomes[index] ?? 'full';
      if (settleOne(append, index, device, outcome, wakes)) (outcome === 'full' ? refused : stored).push(device);
    }
    if (envelope.kind !== 'message') return;
    if (stored.length > 0) {
      metrics.count('stored_total', stored.length);
      const tell = () => teller.stored(envelope.sender, envelope.id, stored);
      // A process that dies between the two leaves a message that its sender sends again, not one that nobody looks for.
      if (wakes.size === 0) tell();
      else void Promise.all(wakes).then(tell);
    }
    if (refused.length > 0) {
      metrics.count('refused_total', refused.length);
      teller.refused(envelope.sender, envelope.id, code, code === 'relay/quota' ? FULL_WAIT_MS : 0, refused);
    }
  };
}
