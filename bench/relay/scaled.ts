import { newOpaqueSetup } from '../../relay/accounts/opaque';
import { createScaledStores } from '../../relay/stores/scaled/scaled-stores';
import { type StoreLab, startStoreLab, storeLabMissing } from '../../tests/support/relay/lab/store-lab';
import { type RelayProcess, startRelay } from '../../tests/support/relay/relay-process';
import { enterAll, type Member, makeMembers } from './fleet';
import { type Load, type Pair, runPairs } from './pairs';
import { noteRate } from './report';
import { seed, silent } from './seed';

/** One process against two on the same stores: pairs within a process, and pairs across. */
export async function measureScaled(script: string, load: Load, pairs: number): Promise<void> {
  const missing = storeLabMissing();
  if (missing !== undefined) {
    console.log(`not here: ${missing}`);
    return;
  }
  const lab = await startStoreLab();
  const relays: RelayProcess[] = [];
  try {
    const members = makeMembers('s', pairs * 2);
    // Receivers who are away end with full mailboxes: they are others than those who are online.
    const away = makeMembers('w', pairs * 2);
    const env = await prepare(lab, [...members, ...away]);
    for (let index = 0; index < 2; index++)
      relays.push(
        await startRelay(
          script,
          ['--port', '0', '--store', 'scaled', '--behind-proxy', '--frames-per-second', '1000000'],
          env,
        ),
      );
    const [one = '', two = ''] = relays.map(({ url }) => url);
    const within = await run(members, one, one, load);
    noteRate('scaled, one process, online', within);
    noteRate('scaled, one process, stored', await runStored(away, [one], load));
    noteRate('scaled, two processes, every pair across them', await run(members, one, two, load));
    const both = await runStored(away, [one, two], load);
    noteRate('scaled, two processes, stored', both);
  } finally {
    await Promise.all(relays.map((relay) => relay.kill()));
    await lab.destroy();
  }
}

async function prepare(lab: StoreLab, members: readonly Member[]): Promise<Record<string, string>> {
  const addresses = await lab.fresh();
  const stores = await createScaledStores({ ...addresses, log: () => undefined, metrics: silent });
  await seed(stores, members);
  await stores.close();
  return {
    SOTTO_RELAY_POSTGRES_URL: addresses.postgresUrl,
    SOTTO_RELAY_REDIS_URL: addresses.redisUrl,
    SOTTO_RELAY_REDIS_VOLATILE_URL: addresses.redisVolatileUrl,
    SOTTO_RELAY_DATA: addresses.attachmentFolder,
    SOTTO_RELAY_OPAQUE_SETUP: await newOpaqueSetup(),
  };
}

async function run(members: readonly Member[], senders: string, receivers: string, load: Load) {
  const half = members.length / 2;
  const from = await enterAll(senders, members.slice(0, half));
  const to = await enterAll(receivers, members.slice(half));
  const pairs: Pair[] = from.flatMap((sender, index) => {
    const receiver = to[index];
    return receiver === undefined ? [] : [{ from: sender, to: receiver.member, receiver }];
  });
  const rate = await runPairs(pairs, { ...load, until: 'delivered' });
  for (const { socket } of [...from, ...to]) socket.terminate();
  return rate;
}

async function runStored(members: readonly Member[], urls: readonly string[], load: Load) {
  const half = members.length / 2;
  const senders = await Promise.all(
    members.slice(0, half).map((member, index) => enterAll(urls[index % urls.length] ?? '', [member])),
  );
  const pairs = senders.flat().map((from, index) => ({ from, to: members[half + index] as Member }));
  const rate = await runPairs(pairs, { ...load, until: 'stored' });
  for (const { from } of pairs) from.socket.terminate();
  return rate;
}
