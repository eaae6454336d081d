import { server as opaque, ready } from '@serenity-kit/opaque';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Codec } from '../../../lib/core/wire/codec';
import { decode, encode } from '../../../lib/core/wire/encode';
import { type ClientFrame, clientPackets } from '../../../lib/core/wire/frames';
import type { UserId } from '../../../lib/core/wire/ids';
import { REQUEST_NAMES, REQUESTS, type RequestName, type RequestOutput } from '../../../lib/core/wire/requests';
import type { NetPorts } from '../../../lib/net/ports';
import { createRelayAccounts } from '../../../lib/net/relay-accounts';
import { deviceIdOf } from '../../../relay/accounts/device-key';
import { FakeWebSocket, HELLO } from './fake-web-socket';

const RELAY = 'https://relay.example.org';
const USER = 'anna.k7m2q' as UserId;
const OTHER = 'f'.repeat(32);
const PASSWORD = 'correct horse battery staple';
const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } } as const;

const toText = (octets: Uint8Array) => Buffer.from(octets).toString('base64url');
const toOctets = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));

type Lies = { readonly [Name in RequestName]?: (truth: RequestOutput<Name>) => RequestOutput<Name> };

let setup = '';
beforeAll(async () => {
  await ready;
  setup = opaque.createSetup();
});

/** A relay that does OPAQUE as it should, and lies where the test says so. */
function relayThat(lies: Lies = {}) {
  const packets: Uint8Array[] = [];
  const sockets: FakeWebSocket[] = [];
  const devices: string[] = [];
  let record = '';
  const register = (message: Uint8Array) =>
    toOctets(
      opaque.createRegistrationResponse({
        serverSetup: setup,
        userIdentifier: USER,
        registrationRequest: toText(message),
      }).registrationResponse,
    );
  const enter = (key: Uint8Array) => {
    const device = deviceIdOf(key);
    devices.push(device);
    return { device };
  };
  const answers: { [Name in RequestName]?: (input: never) => unknown } = {
    'account.register.start': ({ message }: { message: Uint8Array }) => ({ user: USER, message: register(message) }),
    'account.register.finish': (input: { record: Uint8Array; deviceKey: Uint8Array }) => {
      record = toText(input.record);
      return enter(input.deviceKey);
    },
    'account.login.start': ({ message }: { message: Uint8Array }) => {
      const { loginResponse } = opaque.startLogin({
        serverSetup: setup,
        userIdentifier: USER,
        registrationRecord: record,
        startLoginRequest: toText(message),
      });
      return { message: toOctets(loginResponse) };
    },
    'account.login.finish': ({ deviceKey }: { deviceKey: Uint8Array }) => enter(deviceKey),
    'account.password.start': ({ message }: { message: Uint8Array }) => ({ message: register(message) }),
    'account.password.finish': (input: { record: Uint8Array }) => {
      record = toText(input.record);
    },
    'account.delete': () => {
      record = '';
    },
  };

  class Relay extends FakeWebSocket {
    constructor(url: string, asked: string) {
      super(url, asked);
      sockets.push(this);
      queueMicrotask(() => {
        this.open();
        this.arrive(HELLO);
      });
    }
    override send(packet: Uint8Array): void {
      packets.push(packet.slice());
      for (const frame of clientPackets.read(packet)) if (frame.kind === 'request') this.reply(frame);
    }
    reply({ request, type, input }: Extract<ClientFrame, { kind: 'request' }>): void {
      const name = REQUEST_NAMES.get(type) as RequestName;
      const truth = answers[name]?.(decode(REQUESTS[name].input as Codec<never>, input));
      const said = (lies[name] as ((truth: unknown) => unknown) | undefined)?.(truth) ?? truth;
      const output = encode(REQUESTS[name].output as Codec<unknown>, said);
      queueMicrotask(() => this.arrive({ kind: 'reply', request, code: '', waitMs: 0, output }));
    }
  }
  const accounts = createRelayAccounts({ WebSocket: Relay as unknown as NetPorts['WebSocket'], keyStretching });
  return { accounts, packets, devices, sockets };
}

const registration = { relay: 'relay.example.org', name: 'anna', password: PASSWORD };
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    ({ code }) => code,
  );

describe('an account at a relay', () => {
  it('is made, and proven again by its password, which no packet ever holds', async () => {
    const { accounts, packets, devices, sockets } = relayThat();
    const account = await accounts.register(registration);
    expect(account).toMatchObject({ relay: RELAY, user: USER, device: devices[0] });
    const second = await accounts.logIn({ relay: RELAY, user: USER, password: PASSWORD });
    expect(second.device).not.toBe(account.device);
    await accounts.changePassword(account, PASSWORD, 'the next password');
    expect(devices.at(-1)).toBe(account.device);
    expect(await codeOf(accounts.logIn({ relay: RELAY, user: USER, password: PASSWORD }))).toBe('relay/login-failed');
    await accounts.deleteAccount(account, 'the next password');
    expect(sockets.map(({ readyState, listeners }) => [readyState, listeners])).toEqual(Array(5).fill([3, 0]));
    const all = Buffer.concat(packets);
    expect(all.length).toBeGreaterThan(1_000);
    for (const password of [PASSWORD, 'the next password']) {
      for (const form of [password, toText(new TextEncoder().encode(password))]) expect(all.includes(form)).toBe(false);
    }
  });

  it('asks nothing more of a relay to which the password is unknown', async () => {
    const { accounts, devices, sockets } = relayThat();
    const account = await accounts.register(registration);
    expect(await codeOf(accounts.deleteAccount(account, 'wrong'))).toBe('relay/login-failed');
    expect(await codeOf(accounts.changePassword(account, 'wrong', 'next'))).toBe('relay/login-failed');
    expect(devices).toHaveLength(1);
    expect(sockets.every(({ readyState }) => readyState === 3)).toBe(true);
  });

  it.each<[string, Lies]>([
    ['the name of somebody else', { 'account.register.start': (truth) => ({ ...truth, user: 'bob.k7m2q' as UserId }) }],
    ['a longer name', { 'account.register.start': (truth) => ({ ...truth, user: 'anna-2.k7m2q' as UserId }) }],
    [
      'an answer that is no OPAQUE',
      { 'account.register.start': (truth) => ({ ...truth, message: new Uint8Array(64) }) },
    ],
    ['another device', { 'account.register.finish': () => ({ device: OTHER as never }) }],
  ])('is not made where the relay answers with %s', async (_what, lies) => {
    expect(await codeOf(relayThat(lies).accounts.register(registration))).toBe('relay/broken');
  });

  it.each<[string, Lies, string]>([
    ['another device', { 'account.login.finish': () => ({ device: OTHER as never }) }, 'relay/broken'],
    ['no OPAQUE', { 'account.login.start': () => ({ message: new Uint8Array(9) }) }, 'relay/broken'],
    [
      'what only the right relay could make, changed',
      {
        'account.login.start': ({ message }) => ({
          message: message.map((octet, at) => (at === 300 ? octet ^ 1 : octet)),
        }),
      },
      'relay/login-failed',
    ],
  ])('is not entered where the relay answers with %s', async (_what, lies, code) => {
    const { accounts } = relayThat(lies);
    const account = await accounts.register(registration);
    expect(await codeOf(accounts.logIn({ relay: RELAY, user: USER, password: PASSWORD }))).toBe(code);
    expect(await codeOf(accounts.changePassword(account, PASSWORD, 'next'))).toBe(code);
    expect(await codeOf(accounts.deleteAccount(account, PASSWORD))).toBe(code);
  });
});
