import { client as opaque } from '@serenity-kit/opaque';
import { expect, it } from 'vitest';
import type { UserId } from '../../../lib/core/wire/ids';
import { logIn } from '../../support/relay/account';
import { type Desks, openRelay } from '../../support/relay/fakes/desk';

const NOBODY = 'anna.22222' as UserId;
const HOUR = 3_600_000;

/** What the store, the limits and OPAQUE are asked during one piece of work, by name. */
async function operations(relay: Desks, work: () => Promise<unknown>): Promise<string[]> {
  const asked: string[] = [];
  const restore: Array<() => void> = [];
  const { accounts, limiter } = relay.ctx.stores;
  for (const [where, part] of Object.entries({ accounts, limiter, opaque: relay.ctx.opaque })) {
    const methods = part as unknown as Record<string, (...input: unknown[]) => unknown>;
    for (const name of Object.keys(methods)) {
      const original = methods[name];
      if (typeof original !== 'function') continue;
      methods[name] = (...input) => {
        asked.push(`${where}.${name}`);
        return original(...input);
      };
      restore.push(() => {
        methods[name] = original;
      });
    }
  }
  await work().catch(() => undefined);
  for (const undo of restore) undo();
  return asked;
}

const guess = (relay: Desks, user: UserId) => logIn(relay.client(relay.connect()), user, 'wrong');
const codeOf = (tried: Promise<unknown>): Promise<string> =>
  tried.then(
    () => 'done',
    (error: { code: string; waitMs?: number }) => `${error.code} ${error.waitMs ?? 0}`,
  );

it('answers a wrong password and an unknown user alike, try after try, pause after pause', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const answers: Record<string, string[]> = {};
  for (const user of [account.user, NOBODY]) {
    const given: string[] = [];
    for (let tries = 0; tries < 12; tries++) {
      given.push(await codeOf(guess(relay, user)));
      if (tries > 8) relay.pass(3_000);
    }
    answers[user] = given;
    relay.pass(HOUR);
  }
  expect(answers[NOBODY]).toEqual(answers[account.user]);
  expect(answers[NOBODY]?.[0]).toBe('relay/login-failed 0');
  expect(answers[NOBODY]?.some((answer) => answer.startsWith('relay/wait'))).toBe(true);
});

it('gives a first answer of the same form, that changes in the same places', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const { startLoginRequest } = opaque.startLogin({ password: 'guess' });
  const message = Buffer.from(startLoginRequest, 'base64url');
  const answers = async (user: UserId) => {
    const one = await relay.connect().ask('account.login.start', { user, message });
    const other = await relay.connect().ask('account.login.start', { user, message });
    const same = Array.from(one.message, (octet, at) => octet === other.message[at]);
    // CredentialResponse (RFC 9807, 6.3.2): the evaluated element of 32 octets is the same for the same request.
    return {
      length: one.message.length,
      evaluated: same.slice(0, 32).every(Boolean),
      nonce: same.slice(32, 64).every(Boolean),
    };
  };
  expect(await answers(NOBODY)).toEqual(await answers(account.user));
  expect(await answers(NOBODY)).toEqual({ length: 320, evaluated: true, nonce: false });
});

it('does the same work for a wrong password and an unknown user', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const known = await operations(relay, () => guess(relay, account.user));
  const unknown = await operations(relay, () => guess(relay, NOBODY));
  expect(unknown).toEqual(known);
  expect(known.filter((name) => name === 'opaque.answerLogin')).toHaveLength(1);
});

it('takes the same time for a wrong password and an unknown user', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const { startLoginRequest } = opaque.startLogin({ password: 'guess' });
  const message = Buffer.from(startLoginRequest, 'base64url');
  const times: Record<string, number[]> = { [account.user]: [], [NOBODY]: [] };
  for (let tries = 0; tries < 300; tries++) {
    // In turn, so that whatever else this machine does meets both.
    for (const user of tries % 2 === 0 ? [account.user, NOBODY] : [NOBODY, account.user]) {
      const desk = relay.connect();
      const began = performance.now();
      await desk.ask('account.login.start', { user, message });
      times[user]?.push(performance.now() - began);
      relay.pass(HOUR);
    }
  }
  // Whatever else runs here only makes a login longer: the fast ones tell what it takes.
  const fast = (user: UserId): number => times[user]?.toSorted((a, b) => a - b)[30] ?? 0;
  // Half of a login, were it left out, is 0.5 ms of 1.1: 25 % is far from that, and far from the noise.
  const ratio = fast(account.user) / fast(NOBODY);
  expect(Math.abs(ratio - 1), `${ratio}`).toBeLessThan(0.25);
});
