import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentenceFor, toErrorCode } from '../../../lib/core/errors';
import type { UserId } from '../../../lib/core/wire/ids';
import { connectDevice } from '../../../lib/net/connect-device';
import type { RelayAccount } from '../../../lib/net/contract';
import { createRelayAccounts } from '../../../lib/net/relay-accounts';
import { until } from '../../support/wait';
import { type ClientWorld, openClientWorld, PASSWORD } from './client-world';

let world: ClientWorld;
beforeAll(async () => {
  world = await openClientWorld('--devices', '3');
});
afterAll(() => world.close());

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    ({ code }) => code,
  );
const logIn = (user: UserId, password: string) => world.accounts.logIn({ relay: world.origin, user, password });
const comesBack = async (account: RelayAccount) => {
  const socket = await connectDevice(account, {}, new AbortController().signal);
  socket.close();
};

describe('an account at a real relay', () => {
  it('is made, with a device key that nobody can take out of the browser', async () => {
    const account = await world.register('anna-b3rg');
    expect(account.user).toMatch(/^anna-b3rg\.[a-z2-7]{5}$/);
    expect([account.relay, account.devicePublic.length]).toEqual([world.origin, 32]);
    expect(account.deviceKey).toMatchObject({ extractable: false, type: 'private', usages: ['sign'] });
    await expect(crypto.subtle.exportKey('pkcs8', account.deviceKey)).rejects.toThrow();
    await comesBack(account);
  });

  it('takes another device in by the password, composed or not, and no device by another password', async () => {
    const { user, device } = await world.accounts.register({
      relay: world.origin,
      name: 'anna',
      password: 'pässwörd 1',
    });
    const second = await logIn(user, 'pässwörd 1'.normalize('NFD'));
    expect(second.device).not.toBe(device);
    await comesBack(second);
    const wrong = toErrorCode(await logIn(user, 'passwort 1').catch((error) => error));
    expect(wrong).toBe('relay/login-failed');
    expect(sentenceFor(wrong)).toBe('The name or the password is wrong. Check both and try again.');
  });

  it('is made with the real Argon2id where nothing else is said: the cheap one of tests does not open it', async () => {
    const real = createRelayAccounts();
    const { user } = await real.register({ relay: world.origin, name: 'anna', password: PASSWORD });
    expect(await codeOf(logIn(user, PASSWORD))).toBe('relay/login-failed');
    expect(await codeOf(real.logIn({ relay: world.origin, user, password: PASSWORD }))).toBe('done');
  });

  it('cannot be told from one that does not exist', async () => {
    expect(await codeOf(logIn('nobody.aaaaa' as UserId, PASSWORD))).toBe('relay/login-failed');
  });

  it('says how long to wait after too many tries', async () => {
    const { user } = await world.register('anna');
    const tries: unknown[] = [];
    for (let time = 0; time < 6; time++) tries.push(await logIn(user, 'wrong').catch((error) => error));
    expect(tries.at(-1)).toMatchObject({ code: 'relay/wait', waitMs: expect.any(Number) });
    expect((tries.at(-1) as { waitMs: number }).waitMs).toBeGreaterThan(0);
  });

  it('changes its password: the old one is refused, the new one and the devices go on', async () => {
    const account = await world.register('anna');
    expect(await codeOf(world.accounts.changePassword(account, 'not it', 'the next one'))).toBe('relay/login-failed');
    await world.accounts.changePassword(account, PASSWORD, 'the next one');
    expect(await codeOf(logIn(account.user, PASSWORD))).toBe('relay/login-failed');
    expect(await codeOf(logIn(account.user, 'the next one'))).toBe('done');
    await comesBack(account);
  });

  it('is deleted with its password alone; its devices stop, and nobody comes back', async () => {
    const account = await world.register('anna');
    const other = await world.link(await logIn(account.user, PASSWORD));
    expect(await codeOf(world.accounts.deleteAccount(account, 'not it'))).toBe('relay/login-failed');
    await world.accounts.deleteAccount(account, PASSWORD);
    await until('the other device to stop', () => other.link.state().phase === 'stopped');
    expect(other.link.state()).toEqual({ phase: 'stopped', code: 'relay/revoked' });
    expect(await codeOf(comesBack(account))).toBe('relay/revoked');
    expect(await codeOf(logIn(account.user, PASSWORD))).toBe('relay/login-failed');
  });

  it('has as many devices as the relay allows, and says so', async () => {
    const { user } = await world.register('anna');
    await logIn(user, PASSWORD);
    await logIn(user, PASSWORD);
    expect(await codeOf(logIn(user, PASSWORD))).toBe('relay/too-many-devices');
  });

  it.each(['', 'Anna', 'anna berg', '-anna', 'anna.', 'ä', 'a'.repeat(33)])(
    'is not made for the name "%s"',
    async (name) => {
      expect(await codeOf(world.register(name))).toBe('relay/name');
    },
  );

  it('is not made where no relay is, or at an address that is none', async () => {
    expect(await codeOf(world.register('anna', 'http://127.0.0.1:1'))).toBe('relay/unreachable');
    expect(await codeOf(world.register('anna', 'http://relay.example.org'))).toBe('relay/address');
  });
});

describe('a relay that takes people by invitation', () => {
  it('takes who has one, once', async () => {
    const invited = await openClientWorld('--registration', 'invitation');
    try {
      const register = (invitation?: string) =>
        codeOf(
          invited.accounts.register({
            relay: invited.origin,
            name: 'anna',
            password: PASSWORD,
            ...(invitation === undefined ? {} : { invitation }),
          }),
        );
      const invitation = invited.invite();
      expect(await register()).toBe('relay/invitation');
      expect(await register('made-up')).toBe('relay/invitation');
      expect(await register('x'.repeat(1_000))).toBe('relay/invitation');
      expect(await register(` ${invitation}\n`)).toBe('done');
      expect(await register(invitation)).toBe('relay/invitation');
    } finally {
      await invited.close();
    }
  });

  it('says so where it takes nobody', async () => {
    const closed = await openClientWorld('--registration', 'closed');
    try {
      expect(await codeOf(closed.register('anna'))).toBe('relay/registration-closed');
    } finally {
      await closed.close();
    }
  });
});
