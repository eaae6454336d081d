import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../../lib/core/wire/ids';
import { createEmbeddedStores } from '../../../relay/stores/embedded/embedded-stores';
import type { Stores } from '../../../relay/stores/ports';
import { type Member, type Stage, setStage } from '../server/stage';
import { sendMany } from './exchange';

const ROUNDS = Number(process.env.STORM_ROUNDS ?? 60);

/** Numbers below `most`, the same for the same seed (mulberry32). */
const draws = (seed: number) => {
  let state = seed;
  return (most: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
};

/** A device that comes and goes, and acknowledges what it feels like; what it saw first, in order. */
function createFickle(stage: Stage, draw: (most: number) => number) {
  const seen: MessageId[] = [];
  const known = new Set<MessageId>();
  let socket: Member | undefined;

  function take(): MessageId[] {
    const ids: MessageId[] = [];
    for (const frame of socket?.frames.splice(0) ?? []) if (frame.kind === 'deliver') ids.push(frame.id);
    for (const id of ids) {
      if (!known.has(id)) seen.push(id);
      known.add(id);
    }
    return ids;
  }
  return {
    seen,
    /** Reads, and acknowledges all, some or nothing. */
    read(most = draw(3)): void {
      const ids = take();
      const said = most === 0 ? [] : most === 1 ? ids.filter(() => draw(2) === 0) : ids;
      if (said.length > 0) socket?.send({ kind: 'acknowledge', ids: said });
    },
    async come(): Promise<void> {
      take();
      socket = await stage.login('ben');
    },
    go(): void {
      take();
      socket?.socket.terminate();
      socket = undefined;
    },
  };
}

/** Sends while the receiver comes and goes, then lets it read everything. */
async function storm(stage: Stage, seed: number): Promise<void> {
  const draw = draws(seed);
  const anna = await stage.login('anna');
  const first = await stage.login('ben');
  first.socket.terminate();
  const ben = createFickle(stage, draw);
  const sent: MessageId[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    sent.push(...sendMany(anna, first, 1 + draw(40)));
    const what = draw(6);
    if (what === 0) await ben.come();
    else if (what === 1) ben.go();
    else if (what === 2) stage.move(250);
    else ben.read();
    if (draw(2) === 0) await anna.ask('prekeys.count', undefined).catch(() => undefined);
  }
  // On a fresh socket everything that was not acknowledged comes again.
  await ben.come();
  const delivered = new Set<MessageId>();
  await expect
    .poll(
      () => {
        ben.read(2);
        for (const frame of anna.frames.splice(0)) {
          if (frame.kind === 'status' && frame.state === 'delivered') delivered.add(frame.id);
        }
        return delivered.size;
      },
      { timeout: 20_000, interval: 5 },
    )
    .toBe(sent.length);
  expect(ben.seen).toEqual(sent);
}

describe('a device that comes and goes while a sender never stops [req 36]', () => {
  it.each([1, 2, 3, 4, 5])('sees every message in order, and every sender hears so: draw %i', async (seed) => {
    const stage = await setStage();
    try {
      await storm(stage, seed);
    } finally {
      await stage.end();
    }
  });

  it.each([6, 7])('with the store of one file: draw %i', async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'sotto-storm-'));
    const metrics = { count: () => undefined, gauge: () => undefined, observe: () => undefined };
    const embedded = await createEmbeddedStores({ folder, log: () => undefined, metrics });
    const believing = { knownDevices: async (devices: Iterable<never>) => new Set(devices) };
    const stores = { ...embedded, accounts: { ...embedded.accounts, ...believing } } as unknown as Stores;
    const stage = await setStage({ stores });
    try {
      await storm(stage, seed);
    } finally {
      await stage.end();
      await stores.close();
      rmSync(folder, { recursive: true });
    }
  });
});
