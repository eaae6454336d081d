import type { Octets } from '../../../lib/media/octets';
import type { ToAnnounce } from '../../../lib/media/sender';
import { createCallWorld, deviceOf, type Participant, placeOf, sealed } from './call';
import { frameOf } from './octets';

/** Something on its way through the secure channel, or a frame on its way through a server. */
type Travelling = { readonly at: number; readonly arrive: () => void };

/** What a participant saw: by frame. `gone` is when they left. */
export type Seat = Participant & {
  readonly joined: number;
  gone: number | undefined;
  /** Frames of others that came while this one was in the call and had the sender's first key. */
  opened: number;
  refused: number;
  /** Of the frames that were sealed after this one left: how long after, where one opened. */
  readonly openedAfter: number[];
  /** When the last frame of each sender was shown, and the longest pause between two of them. */
  readonly lastShown: Map<number, number>;
  longestPause: number;
};

const FRAME_MS = 33;

/** A room whose channel and server are slow and uneven, on a clock that is moved. */
export function createRoom(seed: string) {
  const world = createCallWorld({ seed });
  const seats: Seat[] = [];
  let travelling: Travelling[] = [];
  let time = 0;
  const present = (): Seat[] => seats.filter(({ gone }) => gone === undefined);
  const chance = (below: number): number => new DataView(world.random(4).buffer).getUint32(0) % below;
  const later = (ms: number, arrive: () => void): void => {
    travelling.push({ at: time + ms, arrive });
  };

  const send = (from: Seat, told: readonly ToAnnounce[]): void => {
    for (const { to, announcement } of told) {
      later(20 + chance(200), () => {
        const other = present().find(({ place }) => place === placeOf(to));
        const learned = other?.receiver.learn(from.place, announcement);
        if (learned?.kind !== 'learned') return;
        later(20 + chance(200), () => from.sender.acknowledge(to, learned.generation));
      });
    }
  };
  const show = (seat: Seat, from: Seat, payload: Octets, sealedAt: number): void => {
    const out = seat.receiver.openNow('vp9', payload);
    if (seat.gone !== undefined) {
      if (out.kind === 'opened' && sealedAt > seat.gone) seat.openedAfter.push(sealedAt - seat.gone);
      return;
    }
    const last = seat.lastShown.get(from.place);
    if (out.kind === 'opened') {
      seat.opened += 1;
      seat.longestPause = Math.max(seat.longestPause, last === undefined ? 0 : time - last);
      seat.lastShown.set(from.place, time);
    } else if (last !== undefined) seat.refused += 1;
  };
  /** Everyone sends a frame, and everyone who was ever here gets it: the server is on the side of those who left. */
  const tick = (): void => {
    for (const from of present()) {
      const payload = sealed(from.sender, 'camera', 'vp9', frameOf('other', 8));
      const sealedAt = time;
      for (const seat of seats) if (seat !== from) later(10 + chance(60), () => show(seat, from, payload, sealedAt));
    }
    world.clock.pass(FRAME_MS);
    time += FRAME_MS;
    const due = travelling.filter(({ at }) => at <= time).toSorted((one, other) => one.at - other.at);
    travelling = travelling.filter(({ at }) => at > time);
    for (const { arrive } of due) arrive();
  };

  return {
    seats,
    present,
    chance,
    join(place: number): void {
      const others = present();
      const base = world.join(
        place,
        others.map((one) => one.place),
      );
      const seat: Seat = {
        ...base,
        joined: time,
        gone: undefined,
        opened: 0,
        refused: 0,
        openedAfter: [],
        lastShown: new Map(),
        longestPause: 0,
      };
      seats.push(seat);
      for (const other of others) {
        other.receiver.forget(place);
        send(other, other.sender.admit(deviceOf(place)));
      }
      send(seat, seat.sender.announce());
    },
    leave(seat: Seat): void {
      seat.gone = time;
      for (const other of present()) {
        other.receiver.forget(seat.place);
        other.lastShown.delete(seat.place);
        send(other, other.sender.evict(deviceOf(seat.place)));
      }
    },
    run(ms: number): void {
      for (const end = time + ms; time < end; ) tick();
    },
  };
}
