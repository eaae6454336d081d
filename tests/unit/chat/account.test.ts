import { expect, it } from 'vitest';
import { createAccountService } from '../../../lib/chat/account';
import type { LinkState } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import type { RelayAccount } from '../../../lib/net/contract';

const BEFORE = { relay: 'https://relay.example.org', user: 'anna.k7m2q', device: 'old' } as unknown as RelayAccount;
const AFTER = { ...BEFORE, device: 'new' } as unknown as RelayAccount;
const wanted = { relay: BEFORE.relay, user: BEFORE.user, password: 'a password' };

function world(state: LinkState, answer: RelayAccount | AppError = AFTER) {
  const done: string[] = [];
  let account: RelayAccount | undefined = BEFORE;
  const note = (what: string) => Promise.resolve(void done.push(what));
  const service = createAccountService({
    accounts: {
      get: async () => account,
      put: async (next: RelayAccount) => {
        account = next;
        await note('put');
      },
      remove: async () => {
        account = undefined;
        await note('remove');
      },
    },
    rows: { unopened: async () => 0 },
    link: {
      state: () => state,
      stop: () => void done.push('stop'),
      start: ({ device }: RelayAccount) => void done.push(`start ${device}`),
    },
    relayAccounts: {
      logIn: async () => {
        if (answer instanceof AppError) throw answer;
        return answer;
      },
    },
    vault: { state: async () => ({ phase: 'unlocked' }) },
    certificates: { ownForChat: async () => undefined },
    outbox: { queued: async () => 0, abandon: () => note('abandon') },
    announce: () => undefined,
    onChange: async () => undefined,
  } as never);
  return { service, done, account: () => account };
}

const STOPPED: LinkState = { phase: 'stopped', code: 'relay/revoked' };

it('puts a new device in the place of one that the relay refuses', async () => {
  const { service, done, account } = world(STOPPED);
  await service.logIn(wanted);
  expect(done).toEqual(['stop', 'abandon', 'remove', 'put', 'start new']);
  expect(account()).toBe(AFTER);
});

it('leaves everything as it is where the password is wrong', async () => {
  const { service, done, account } = world(STOPPED, new AppError('relay/login-failed'));
  await expect(service.logIn(wanted)).rejects.toMatchObject({ code: 'relay/login-failed' });
  expect(done).toEqual([]);
  expect(account()).toBe(BEFORE);
});

it('changes nothing for a device that is in order, or for another account', async () => {
  for (const [state, asked] of [
    [{ phase: 'online' }, wanted],
    [STOPPED, { ...wanted, user: 'bert.k7m2q' as typeof wanted.user }],
  ] as const) {
    const { service, done } = world(state);
    await service.logIn(asked);
    expect(done).toEqual([]);
  }
});
