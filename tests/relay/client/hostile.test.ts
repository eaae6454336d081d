import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { isErrorCode, toErrorCode } from '../../../lib/core/errors';
import { clientPackets, type RelayFrame, relayPackets, SUBPROTOCOL } from '../../../lib/core/wire/frames';
import type { UserId } from '../../../lib/core/wire/ids';
import type { RelayAccount } from '../../../lib/net/contract';
import { makeDeviceKey } from '../../../lib/net/device-key';
import { createRelayAccounts } from '../../../lib/net/relay-accounts';
import { createRelayLink } from '../../../lib/net/relay-link';
import { openRelay } from '../../../lib/net/relay-socket';
import { anyRelayFrame } from '../../support/relay/any-frame';
import { bounded, until } from '../../support/wait';

const RUNS = Number(process.env['HOSTILE_RUNS'] ?? 250);

const packetOf = (frames: readonly RelayFrame[]): Buffer => {
  const writer = relayPackets.start();
  for (const frame of frames) relayPackets.append(writer, frame);
  return Buffer.from(writer.take());
};
const hello: fc.Arbitrary<RelayFrame> = anyRelayFrame.filter(({ kind }) => kind === 'hello');
const frames = fc.array(anyRelayFrame, { maxLength: 5 });
const flips = fc.array(fc.tuple(fc.nat({ max: 4_000 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });

/** What a hostile relay does next. */
const action = fc.oneof(
  frames.map((some) => ({ do: 'send' as const, data: packetOf(some) })),
  fc.tuple(frames, flips).map(([some, places]) => {
    const data = packetOf(some);
    for (const [at, octet] of places) data[at % data.length] = octet;
    return { do: 'send' as const, data };
  }),
  fc.uint8Array({ maxLength: 300 }).map((octets) => ({ do: 'send' as const, data: Buffer.from(octets) })),
  fc.string().map((data) => ({ do: 'send' as const, data })),
  fc.record({
    do: fc.constant('close' as const),
    code: fc.integer({ min: 4_000, max: 4_999 }),
    reason: fc.constantFrom('', 'relay/revoked', 'relay/draining', 'vault/locked', 'x'.repeat(123)),
  }),
  fc.constant({ do: 'ping' as const }),
  fc.constant({ do: 'cut' as const }),
);
/** How it answers a question: with any octets, any code, for any number; or not. */
const answer = fc.record({
  output: fc.uint8Array({ maxLength: 400 }),
  code: fc.constantFrom('', '', '', 'relay/wait', 'relay/revoked', 'bus/internal', 'nonsense'),
  off: fc.constantFrom(0, 0, 0, 1),
  times: fc.constantFrom(0, 1, 1, 1, 2),
});
const script = fc.record({
  greeting: fc.option(hello, { freq: 8 }),
  actions: fc.array(action, { maxLength: 6 }),
  answers: fc.array(answer, { minLength: 1, maxLength: 8 }),
});
type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => SUBPROTOCOL });
let origin = '';
let account: RelayAccount;
let playing: Script = { greeting: null, actions: [], answers: [] };
const unhandled: unknown[] = [];
const onUnhandled = (error: unknown): unknown => unhandled.push(error);

server.on('connection', (socket) => {
  const { greeting, actions, answers } = playing;
  let asked = 0;
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    for (const frame of clientPackets.read(data)) {
      const { output, code, off, times } = answers[asked++ % answers.length] ?? {
        output: new Uint8Array(),
        code: '',
        off: 0,
        times: 0,
      };
      if (frame.kind !== 'request') continue;
      const reply = { kind: 'reply' as const, request: frame.request + off, code, waitMs: 0, output };
      for (let time = 0; time < times; time++) socket.send(packetOf([reply]));
    }
  });
  if (greeting !== null) socket.send(packetOf([greeting]));
  for (const next of actions) {
    if (next.do === 'send') socket.send(next.data);
    else if (next.do === 'close') socket.close(next.code, next.reason);
    else if (next.do === 'ping') socket.ping();
    else socket.terminate();
  }
  // Silence is for other tests: they have a clock that can be moved.
  setTimeout(() => socket.terminate(), 15);
});

beforeAll(async () => {
  process.on('unhandledRejection', onUnhandled);
  process.on('uncaughtException', onUnhandled);
  if (server.address() === null) await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  account = { relay: origin, user: 'anna.k7m2q' as UserId, ...(await makeDeviceKey()) };
});
afterAll(() => {
  process.off('unhandledRejection', onUnhandled);
  process.off('uncaughtException', onUnhandled);
  for (const socket of server.clients) socket.terminate();
  server.close();
});

const accounts = createRelayAccounts({
  keyStretching: { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } },
});
const password = 'correct horse';
const outcome = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'done', toErrorCode);
const isHonest = (code: string): boolean => code === 'done' || (isErrorCode(code) && /^(?:relay|wire)\//.test(code));

describe('a hostile relay', () => {
  it(`ends every connection and every question with a code, in ${RUNS} scripts of lies`, async () => {
    const seen = new Map<string, number>();
    const one = async (next: Script): Promise<void> => {
      playing = next;
      const link = createRelayLink();
      link.start(account);
      const connection = openRelay(origin).then(async (socket) => {
        const ended = new Promise<string>((resolve) => socket.onClose(resolve));
        socket.onFrames(() => socket.send([{ kind: 'acknowledge', ids: [] }]));
        const asked = [
          socket.ask('devices.list', undefined),
          socket.ask('prekeys.take', { user: account.user }),
          socket.ask('archive.list', { after: 0, limit: 10 }),
          socket.ask('prekeys.count', undefined),
        ];
        return Promise.all([ended, ...asked.map(outcome)]);
      });
      const all = await bounded(
        'the end of everything',
        Promise.all([
          connection.then(
            (codes) => codes,
            (error) => [toErrorCode(error)],
          ),
          outcome(accounts.register({ relay: origin, name: 'anna', password })),
          outcome(accounts.logIn({ relay: origin, user: account.user, password })),
          outcome(accounts.changePassword(account, password, 'next')),
        ]),
      );
      await until('the link to be lost', () => ['offline', 'stopped'].includes(link.state().phase), { every: 2 });
      const state = link.state();
      link.stop();
      const codes = [...all.flat(), 'code' in state ? state.code : ''];
      for (const code of codes) seen.set(code, (seen.get(code) ?? 0) + 1);
      expect(codes.filter((code) => !isHonest(code))).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(script, one), { numRuns: RUNS, endOnFailure: true });
    await until('all sockets to be closed', () => server.clients.size === 0);
    expect(unhandled).toEqual([]);
    // The lies were of many kinds, and the most of them were found to be lies.
    expect(seen.get('relay/broken')).toBeGreaterThan(RUNS);
    expect(seen.get('relay/unreachable')).toBeGreaterThan(RUNS / 2);
    console.log(Object.fromEntries([...seen].sort(([, a], [, b]) => b - a)));
  }, 120_000);

  it.each([
    ['no HTTP', 'ö\0\r\n\r\n'],
    ['a web page', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'],
    ['a redirect', 'HTTP/1.1 302 Found\r\nLocation: https://example.org/\r\n\r\n'],
    [
      'a wrong accept',
      `HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
    ],
    ['no more than half a line', 'HTTP/1.1 10'],
  ])('that speaks %s where a socket is wanted is not reachable', async (_what, said) => {
    const tcp = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(said));
    }).listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    try {
      const at = `http://127.0.0.1:${(tcp.address() as AddressInfo).port}`;
      expect(await outcome(bounded('the refusal', openRelay(at), 10_000))).toBe('relay/unreachable');
      expect(unhandled).toEqual([]);
    } finally {
      tcp.close();
    }
  });
});
