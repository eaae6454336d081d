import type { Box } from './boxes';
import type { Database } from './database';
import { createPrints, type Print } from './prints';
import { createSeen } from './seen';

/**
 * De-duplication by (device, message) for 72 hours, of messages that have left as well. Costs on disk 8 octets for
 * each and one row for each commit, all at the end of one table, so that the hot path touches no page more; in memory
 * see seen.ts. A table that is looked up by a random id would write one page of 4 KiB for each message.
 */
export type SeenLog = {
  print(box: Box, id: Uint8Array): Print;
  has(print: Print): boolean;
  note(print: Print, at: number): void;
  /** The last place that was ever given. */
  readonly lastPlace: number;
  beforeCommit(place: number): void;
  afterCommit(): void;
  afterRollback(): void;
  /** Forgets what was seen before the time; rows go a few at once. */
  expire(before: number): void;
};

/** Prints live for 72 to 84 hours: they are forgotten a period at once. */
const PERIOD_MS = 12 * 3_600_000;
const periodOf = (at: number): number => Math.floor(at / PERIOD_MS);
const ROWS_AT_ONCE = 5_000;

export function createSeenLog(database: Database, onCut: () => void): SeenLog {
  const insert = database.prepare('INSERT INTO seen (place, period, prints) VALUES (?, ?, ?)');
  const remove = database.prepare(
    'DELETE FROM seen WHERE place IN (SELECT place FROM seen WHERE period < ? AND place < (SELECT max(place) FROM seen) LIMIT ?)',
  );
  const first = database.prepare<[period: number]>('SELECT period FROM seen ORDER BY place LIMIT 1');
  const seen = createSeen({ onCut });
  const printOf = createPrints(
    database.prepare<[keys: Uint8Array]>('SELECT print_keys FROM store').get()?.[0] ?? new Uint8Array(),
  );
  let lastPlace = 0;
  let fresh: Print[] = [];
  let period = 0;

  const rows = database.prepare<[place: number, period: number, prints: Uint8Array]>(
    'SELECT place, period, prints FROM seen ORDER BY place',
  );
  for (const [place, of, octets] of rows.iterate()) {
    lastPlace = place;
    const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    for (let at = 0; at < octets.length; at += 8)
      seen.add([view.getUint32(at, true), view.getUint32(at + 4, true)], of);
  }

  return {
    print: (box, id) => printOf(box.number, id),
    has: seen.has,
    note: (print, at) => {
      const now = periodOf(at);
      seen.add(print, now);
      fresh.push(print);
      period = Math.max(period, now);
    },
    lastPlace,
    beforeCommit: (place) => {
      if (fresh.length === 0) return;
      insert.run(place, period, new Uint8Array(Uint32Array.from(fresh.flat()).buffer));
    },
    afterCommit: () => {
      fresh = [];
    },
    afterRollback: () => {
      if (fresh.length > 0) seen.takeBack(fresh);
      fresh = [];
    },
    expire: (before) => {
      const cut = periodOf(before);
      seen.forget(cut);
      // The last row stays: places go on from it after a restart.
      const [oldest] = first.get() ?? [];
      if (oldest !== undefined && oldest < cut) remove.run(cut, ROWS_AT_ONCE);
    },
  };
}
