import type { DeviceId } from '../../lib/core/wire/ids';
import type { Envelope } from '../stores/ports';
import type { Append, Appends } from './appends';
import { type Flights, MOST_HELD } from './flights';
import { dropFlight, hasRoom, type Lane } from './lane';
import type { Recent } from './recent';
import type { Teller } from './tell';

/** Decides for each device: over its socket at once, held for a moment, or into its mailbox. */
export type Router = {
  route(envelope: Envelope, to: readonly DeviceId[]): void;
  /** Into the mailboxes, all in one. */
  store(append: Append): void;
};

export type RoutePorts = {
  readonly lanes: ReadonlyMap<DeviceId, Lane>;
  readonly flights: Flights;
  readonly recent: Recent;
  readonly appends: Appends;
  readonly teller: Teller;
  /** Nothing stays in memory any more: the process is about to end. */
  isGrounded(): boolean;
};

/** A store that is away and for which too much waits: when the sender may try again. */
const AWAY_WAIT_MS = 5_000;

export function createRouter({ lanes, flights, recent, appends, teller, isGrounded }: RoutePorts): Router {
  function store(append: Append): void {
    const { envelope, devices, handed } = append;
    const isTaken = appends.issue(append);
    if (!isTaken && envelope.kind === 'message') {
      teller.refused(envelope.sender, envelope.id, 'relay/waiting', AWAY_WAIT_MS, devices);
    }
    for (const [index, device] of devices.entries()) {
      const here = handed[index];
      if (here !== undefined) {
        if (!isTaken) dropFlight(here.lane, here.flight);
        continue;
      }
      const lane = lanes.get(device);
      if (lane !== undefined && isTaken) lane.unseen++;
    }
  }

  /** True where nothing is left to do for this device. */
  function isRouted(envelope: Envelope, device: DeviceId): boolean {
    const { id, sender } = envelope;
    if (recent.has(device, id)) {
      teller.delivered(sender, id, device);
      return true;
    }
    const lane = lanes.get(device);
    if (lane === undefined || isGrounded()) return false;
    const flight = lane.flights.get(id);
    if (flight !== undefined) {
      if (flight.where === 'stored') teller.stored(sender, id, [device]);
      return true;
    }
    if (lane.state === 'live' && hasRoom(lane)) {
      flights.hand(lane, envelope);
      return true;
    }
    if (lane.state === 'catching' && lane.held.length < MOST_HELD) {
      flights.hold(lane, envelope);
      return true;
    }
    // What is in memory is older than this: it goes into the mailbox first.
    lane.state = 'behind';
    if (flights.airborne.has(lane))
      for (const append of flights.ground([lane], Number.POSITIVE_INFINITY)) store(append);
    return false;
  }

  return {
    store,
    route(envelope, to) {
      const rest = to.filter((device) => !isRouted(envelope, device));
      if (rest.length > 0) store({ envelope, devices: rest, handed: [] });
    },
  };
}
