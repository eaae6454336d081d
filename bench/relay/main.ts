import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEmbeddedStores } from '../../relay/stores/embedded/embedded-stores';
import { type RelayProcess, startRelay } from '../../tests/support/relay/relay-process';
import { measureDrain } from './drain';
import { enterAll, type Member, makeMembers } from './fleet';
import { measureIdle } from './idle';
import { type Pair, type Rate, runPairs } from './pairs';
import { hasProsody, measureProsody } from './prosody';
import { medianRate, missed, note, noteRate } from './report';
import { measureScaled } from './scaled';
import { seed, silent } from './seed';
import { isStorm, runStorm, startStorm } from './storm';

// `npm run bench:relay`: every figure that the relay is held to, in one run beside its peer. Loopback only.

const SCRIPT = join(dirname(process.argv[1] ?? ''), 'relay.mjs');
const PAIRS = Number(process.env['BENCH_PAIRS'] ?? 50);
const LOAD = {
  window: Number(process.env['BENCH_WINDOW'] ?? 10),
  octets: 600,
  seconds: Number(process.env['BENCH_SECONDS'] ?? 5),
};
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const IDLE = Number(process.env['BENCH_IDLE'] ?? 9_500);
const LOGINS = Number(process.env['BENCH_LOGINS'] ?? 2_000);

/** A relay on a fresh embedded store in which these members have accounts. */
async function withRelay(members: readonly Member[], use: (relay: RelayProcess) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  const stores = await createEmbeddedStores({ folder, log: () => undefined, metrics: silent });
  await seed(stores, members);
  await stores.close();
  // One pair alone is faster than what one connection may be: the rate is what is measured.
  const lifted = ['--behind-proxy', '--frames-per-second', '1000000'];
  const relay = await startRelay(SCRIPT, ['--port', '0', '--data', folder, ...lifted]);
  try {
    await use(relay);
  } finally {
    await relay.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function online(relay: RelayProcess, members: readonly Member[]): Promise<Rate> {
  const connections = await enterAll(relay.url, members);
  const pairs: Pair[] = Array.from({ length: PAIRS }, (_, index) => {
    const [from, receiver] = connections.slice(index * 2, index * 2 + 2);
    if (from === undefined || receiver === undefined) throw new Error('too few members');
    return { from, to: receiver.member, receiver };
  });
  const rate = await runPairs(pairs, { ...LOAD, until: 'delivered' });
  for (const { socket } of connections) socket.terminate();
  return rate;
}

async function stored(relay: RelayProcess, members: readonly Member[]): Promise<Rate> {
  const senders = await enterAll(relay.url, members.slice(0, PAIRS));
  const pairs = senders.map((from, index) => ({ from, to: members[PAIRS + index] as Member }));
  const rate = await runPairs(pairs, { ...LOAD, until: 'stored' });
  for (const { socket } of senders) socket.terminate();
  return rate;
}

/** `npm run bench:relay -- idle logins` runs these two alone. */
const PARTS = {
  rates: async () => {
    const peer: Rate[] = [];
    const live: Rate[] = [];
    const kept: Rate[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      if (hasProsody()) peer.push(await measureProsody({ pairs: PAIRS, ...LOAD }));
      const members = makeMembers(`m${round}x`, PAIRS * 2);
      await withRelay(members, async (relay) => void live.push(await online(relay, members)));
      await withRelay(members, async (relay) => void kept.push(await stored(relay, members)));
    }
    const ours = medianRate(live);
    if (peer.length > 0) {
      const theirs = medianRate(peer);
      noteRate('Prosody, online, received', theirs);
      note({ name: 'Sotto / Prosody', value: ours.perSecond / theirs.perSecond, unit: 'times', least: 4 });
    }
    noteRate('online: sent, delivered, acknowledged, told', ours, { least: 25_000, p99: 50 });
    noteRate('stored on disk and told', medianRate(kept), { least: 13_000, p99: 50 });
  },
  drain: () => {
    const two = makeMembers('d', 2);
    return withRelay(two, (relay) => measureDrain(relay, two, ROUNDS));
  },
  idle: () => {
    const crowd = makeMembers('i', IDLE);
    const active = makeMembers('a', 2);
    return withRelay([...crowd, ...active], (relay) => measureIdle(relay, crowd, active));
  },
  logins: () => {
    const active = makeMembers('a', 2);
    return withRelay(active, async (relay) => {
      const storm = await startStorm(relay.url, LOGINS);
      try {
        await measureIdle(relay, [], active, {
          name: `${LOGINS.toLocaleString('en')} logins at once`,
          during: storm.go,
        });
      } finally {
        storm.end();
      }
    });
  },
  scaled: () => measureScaled(SCRIPT, LOAD, PAIRS),
} as const;

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  for (const [name, run] of Object.entries(PARTS)) if (asked.length === 0 || asked.includes(name)) await run();
  const failures = missed();
  console.log(
    failures.length === 0
      ? '\nEvery bound is kept.'
      : `\n${failures.length} missed: ${failures.map(({ name }) => name).join('; ')}`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
}

await (isStorm() ? runStorm() : main());
