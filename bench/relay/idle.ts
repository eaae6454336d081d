import type { RelayProcess } from '../../tests/support/relay/relay-process';
import { enter, enterAll, type Member } from './fleet';
import { type Rate, runPairs } from './pairs';
import { note } from './report';

const ALONE = { window: 1, octets: 600, seconds: 4, until: 'delivered' } as const;

/** One pair that is talking, alone and then with a crowd of sockets (or while something happens) beside it. */
export async function measureIdle(
  relay: RelayProcess,
  crowd: readonly Member[],
  active: readonly Member[],
  storm?: { readonly name: string; during(): Promise<number> },
): Promise<void> {
  const [sender, receiver] = active;
  if (sender === undefined || receiver === undefined) throw new Error('two members');
  const talk = async (seconds: number = ALONE.seconds): Promise<Rate> => {
    const from = await enter(relay.url, sender);
    const to = await enter(relay.url, receiver);
    const rate = await runPairs([{ from, to: receiver, receiver: to }], { ...ALONE, seconds });
    from.socket.terminate();
    to.socket.terminate();
    return rate;
  };
  const unloaded = await talk();
  if (storm !== undefined) {
    let loaded: Rate | undefined;
    const seconds = storm.during();
    loaded = await talk();
    note({ name: `${storm.name}: all logged in`, value: await seconds, unit: 's' });
    note({
      name: `${storm.name}: an active pair, p99`,
      value: loaded.p99,
      unit: 'ms',
      note: `alone ${unloaded.p99.toFixed(1)}`,
    });
    note({ name: `${storm.name}: an active pair, longest stall`, value: loaded.most, unit: 'ms', most: 250 });
    return;
  }
  const before = relay.memory();
  const idle = await enterAll(relay.url, crowd);
  const loaded = await talk();
  // By now the collector has taken away what the logins left.
  const each = (relay.memory() - before) / crowd.length / 1_024;
  const count = crowd.length.toLocaleString('en');
  note({ name: `${count} idle sockets, memory of each`, value: each, unit: 'kB', most: 12 });
  note({
    name: `${count} idle: an active pair, p99 against alone`,
    value: loaded.p99 / unloaded.p99,
    unit: 'times',
    most: 2,
  });
  note({
    name: `${count} idle: an active pair, p99`,
    value: loaded.p99,
    unit: 'ms',
    note: `alone ${unloaded.p99.toFixed(1)}`,
  });
  for (const { socket } of idle) socket.terminate();
}
