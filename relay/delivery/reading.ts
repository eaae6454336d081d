import type { DeviceId, MessageId } from '../../lib/core/wire/ids';
import type { Metrics } from '../observe/ports';
import type { Left } from '../stores/ports';
import type { Acknowledgements } from './acknowledgements';
import { countRead, type Flight, type Lane } from './lane';
import type { Recent } from './recent';
import type { Teller } from './tell';

export type ReadingPorts = {
  readonly lanes: ReadonlyMap<DeviceId, Lane>;
  readonly recent: Recent;
  readonly acknowledgements: Pick<Acknowledgements, 'add'>;
  readonly teller: Teller;
  readonly metrics: Metrics;
  readonly clock: () => number;
};

/** What devices have: said by themselves, confirmed by the store, and then told to the senders. */
export type Reading = {
  acknowledge(lane: Lane, id: MessageId): void;
  /** The store forgot these; `left` are those that it held. */
  onLeft(device: DeviceId, ids: readonly MessageId[], left: readonly Left[]): void;
};

export function createReading({ lanes, recent, acknowledgements, teller, metrics, clock }: ReadingPorts): Reading {
  /** It was kept in memory alone, or is just being stored: the device's word is all there is. */
  function tell(lane: Lane, flight: Flight): void {
    flight.isTold = true;
    recent.add(lane.device, flight.id);
    metrics.count('delivered_total');
    metrics.observe('delivery_seconds', (clock() - flight.since) / 1_000);
    teller.delivered(flight.sender, flight.id, lane.device);
  }

  return {
    acknowledge(lane, id) {
      const flight = lane.flights.get(id);
      // Of an earlier socket of this device, or never there: the store knows.
      if (flight === undefined) {
        acknowledgements.add(lane.device, id);
        return;
      }
      if (flight.where === 'memory') {
        lane.flights.delete(id);
        lane.inMemory--;
        tell(lane, flight);
      } else if (flight.where === 'storing') {
        flight.where = 'acknowledged';
        tell(lane, flight);
      } else if (flight.where === 'stored') {
        flight.where = 'leaving';
        acknowledgements.add(lane.device, id);
      } else return;
      countRead(lane, flight);
    },
    onLeft(device, ids, left) {
      const lane = lanes.get(device);
      for (const { id, sender, kind } of left) {
        if (kind !== 'message' || lane?.flights.get(id)?.isTold) continue;
        metrics.count('delivered_total');
        teller.delivered(sender, id, device);
      }
      for (const id of ids) lane?.flights.delete(id);
    },
  };
}
