import { describe, expect, it } from 'vitest';
import { MEDIA_LIMITS } from '../../../lib/media/limits';
import { createRoom } from '../../support/media/room';
import { percentile } from '../../support/numbers';

const CHANGES = 50;

describe('a room that 50 people join and 50 leave', () => {
  it('lets a leaver open no frame that was sealed 2 s after, and freezes nobody for longer than half a second', () => {
    const room = createRoom('fifty');
    for (const place of [0, 1, 2]) room.join(place);
    room.run(500);
    let [joins, leaves] = [3, 0];
    while (joins < CHANGES || leaves < CHANGES) {
      const here = room.present();
      const free = Array.from({ length: 16 }, (_, place) => place).find((place) =>
        here.every((one) => one.place !== place),
      );
      const leaving = here[room.chance(here.length)];
      if (joins < CHANGES && free !== undefined && here.length < 6 && (here.length < 3 || room.chance(2) === 0)) {
        room.join(free);
        joins += 1;
      } else if (leaving) {
        room.leave(leaving);
        leaves += 1;
      }
      room.run(room.chance(900));
    }
    room.run(3_000);
    const gone = room.seats.filter((one) => one.gone !== undefined);
    expect(gone.length).toBe(CHANGES);
    const after = gone.flatMap(({ openedAfter }) => openedAfter);
    expect(after.filter((ms) => ms >= MEDIA_LIMITS.switchMs)).toEqual([]);
    // The server of this room lets them see what it can: so that a late switch would be seen here.
    expect(after.length).toBeGreaterThan(0);

    const frames = room.seats.reduce((sum, { opened }) => sum + opened, 0);
    const lost = room.seats.reduce((sum, { refused }) => sum + refused, 0);
    const pauses = room.seats.map(({ longestPause }) => longestPause);
    console.info(
      `50 joins, 50 leaves: ${frames} frames opened, ${lost} lost; a leaver's last frame was sealed at most ` +
        `${Math.max(...after)} ms after; longest pause p95 ${percentile(pauses, 0.95)} ms, worst ${Math.max(...pauses)} ms`,
    );
    expect(frames).toBeGreaterThan(5_000);
    expect(lost / (frames + lost)).toBeLessThan(0.02);
    expect(percentile(pauses, 0.95)).toBeLessThanOrEqual(500);
    // Nobody is stuck: all who are left see all others until the end.
    for (const seat of room.present()) expect(seat.lastShown.size).toBe(room.present().length - 1);
  }, 240_000);
});
