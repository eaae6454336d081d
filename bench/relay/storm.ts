import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Account, logIn, register } from '../../tests/support/relay/account';
import { connectRelay } from '../../tests/support/relay/client';
import { addressOf } from './fleet';

// Many log in by password at once. They live in a process of their own, so that what OPAQUE costs the clients does
// not stall the pair that is watched. Each comes from an address of its own, as the relay's limits want it.

const FLAG = 'storm';
const AT_ONCE = 50;

export const isStorm = (): boolean => process.argv[2] === FLAG;

/** Registers `count` users, says so to `prepared`, and answers the seconds until all of them were logged in again. */
export async function startStorm(url: string, count: number): Promise<{ go(): Promise<number>; end(): void }> {
  const child = fork(process.argv[1] ?? '', [FLAG, url, String(count)]);
  await once(child, 'message');
  return {
    go: async () => {
      child.send('go');
      const [seconds] = (await once(child, 'message')) as [number];
      return seconds;
    },
    end: () => void child.kill(),
  };
}

export async function runStorm(): Promise<void> {
  const [, , , url = '', count = '0'] = process.argv;
  const from = (index: number) => connectRelay(url, { 'x-forwarded-for': addressOf(index) });
  const accounts: Account[] = [];
  for (let at = 0; at < Number(count); at += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, Number(count) - at) }, async (_, index) => {
      const relay = await from(at + index);
      const account = await register(relay, `storm${at + index}`);
      await relay.close();
      return account;
    });
    accounts.push(...(await Promise.all(batch)));
  }
  const relays = await Promise.all(accounts.map((_, index) => from(index)));
  process.send?.('prepared');
  await once(process, 'message');
  const start = performance.now();
  await Promise.all(
    accounts.map(({ user, password, key }, index) => {
      const relay = relays[index];
      if (relay === undefined) throw new Error('no socket');
      return logIn(relay, user, password, key);
    }),
  );
  process.send?.((performance.now() - start) / 1_000);
}
