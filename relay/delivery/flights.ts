import type { DeviceId } from '../../lib/core/wire/ids';
import type { Envelope } from '../stores/ports';
import type { Append } from './appends';
import type { Flight, Lane } from './lane';

/** Messages between the socket of their sender and the device, in memory. */
export type Flights = {
  /** Over the socket at once. */
  hand(lane: Lane, envelope: Envelope): void;
  /** After what is still on its way out of the mailbox. */
  hold(lane: Lane, envelope: Envelope): void;
  /** Hands over everything that was held: nothing older is left. */
  release(lane: Lane): void;
  /** Takes what no store has, of these lanes, that came before the time; in the order in which it came. */
  ground(lanes: Iterable<Lane>, before: number): Append[];
  /** Lanes with something that no store has. */
  readonly airborne: ReadonlySet<Lane>;
};

/** Messages that may be held for a device at once. */
export const MOST_HELD = 64;

export function createFlights(): Flights {
  const airborne = new Set<Lane>();
  let order = 0;

  function take(lane: Lane, envelope: Envelope, where: Flight['where']): Flight {
    const { id, sender, at: since, payload } = envelope;
    const flight: Flight = { id, sender, octets: payload.length, since, order: order++, where, envelope };
    lane.flights.set(id, flight);
    airborne.add(lane);
    return flight;
  }

  function pushOut(lane: Lane, flight: Flight, envelope: Envelope): void {
    flight.where = 'memory';
    lane.unread++;
    lane.unreadOctets += flight.octets;
    lane.inMemory++;
    lane.line.push({ kind: 'deliver', id: envelope.id, at: envelope.at, payload: envelope.payload });
  }

  function groundOne(lane: Lane, before: number, to: Array<{ lane: Lane; flight: Flight; envelope: Envelope }>): void {
    for (const flight of lane.flights.values()) {
      const { where, envelope } = flight;
      if (envelope === undefined || (where !== 'memory' && where !== 'held')) continue;
      if (flight.since > before) return;
      to.push({ lane, flight, envelope });
    }
  }

  return {
    airborne,
    hand: (lane, envelope) => pushOut(lane, take(lane, envelope, 'memory'), envelope),
    hold(lane, envelope) {
      const flight = take(lane, envelope, 'held');
      if (lane.held.length === 0) lane.held = [flight];
      else lane.held.push(flight);
    },
    release(lane) {
      if (lane.held.length === 0) return;
      const held = lane.held.splice(0);
      for (const flight of held) if (flight.envelope !== undefined) pushOut(lane, flight, flight.envelope);
    },
    ground(lanes, before) {
      const grounded: Array<{ lane: Lane; flight: Flight; envelope: Envelope }> = [];
      for (const lane of lanes) {
        groundOne(lane, before, grounded);
        if (lane.inMemory === 0 && lane.held.length === 0) airborne.delete(lane);
      }
      grounded.sort((a, b) => a.flight.order - b.flight.order);
      const appends: Grounded[] = [];
      for (const { lane, flight, envelope } of grounded) {
        let append = appends.at(-1);
        if (append?.envelope !== envelope) {
          append = { envelope, devices: [], handed: [] };
          appends.push(append);
        }
        append.devices.push(lane.device);
        append.handed.push(flight.where === 'memory' ? { lane, flight } : undefined);
        if (flight.where === 'memory') lane.inMemory--;
        else dropHeld(lane, flight);
        flight.where = 'storing';
      }
      return appends;
    },
  };
}

type Grounded = {
  readonly envelope: Envelope;
  readonly devices: DeviceId[];
  readonly handed: Array<{ readonly lane: Lane; readonly flight: Flight } | undefined>;
};

/** The socket gets it from the mailbox, in its turn. */
function dropHeld(lane: Lane, flight: Flight): void {
  lane.flights.delete(flight.id);
  lane.held = lane.held.filter((other) => other !== flight);
}
