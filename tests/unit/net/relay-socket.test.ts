import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RelayFrame } from '../../../lib/core/wire/frames';
import type { DeviceId, MessageId } from '../../../lib/core/wire/ids';
import type { RelaySocket } from '../../../lib/net/contract';
import { openRelay } from '../../../lib/net/relay-socket';
import { type FakeWebSocket, fakeWebSockets, HELLO, packetOf } from './fake-web-socket';

const NOTICE: RelayFrame = { kind: 'notice', code: 'relay/waiting' };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function opening(relay = 'https://relay.example.org', signal?: AbortSignal) {
  const { made, ports } = fakeWebSockets();
  const promise = openRelay(relay, ports, signal);
  promise.catch(() => undefined);
  const [web] = made;
  return { promise, web: web as FakeWebSocket, made };
}

async function opened(signal?: AbortSignal) {
  const { promise, web } = opening(undefined, signal);
  web.open();
  web.arrive(HELLO);
  const socket = await promise;
  const frames: RelayFrame[] = [];
  const closes: string[] = [];
  socket.onClose((code) => closes.push(code));
  return { socket, web, frames, closes };
}
const listening = (socket: RelaySocket, frames: RelayFrame[]) => socket.onFrames((got) => frames.push(...got));

describe('opening a connection to a relay', () => {
  it('goes to /v1/socket, by wss, or by ws on this machine, and offers the subprotocol', async () => {
    const { web } = opening();
    expect([web.url, web.asked, web.binaryType]).toEqual([
      'wss://relay.example.org/v1/socket',
      'sotto.relay.v1',
      'arraybuffer',
    ]);
    expect(opening('http://127.0.0.1:8470').web.url).toBe('ws://127.0.0.1:8470/v1/socket');
  });

  it('never goes anywhere by ws but to this machine [req 40]', async () => {
    const { promise, made } = opening('http://relay.example.org');
    await expect(promise).rejects.toMatchObject({ code: 'relay/address' });
    expect(made).toEqual([]);
  });

  it.each([
    ['it hangs up without a word', (web: FakeWebSocket) => web.hangUp(), 'relay/unreachable'],
    ['it says why', (web: FakeWebSocket) => web.hangUp('relay/draining', 1012), 'relay/draining'],
    ['it says what no relay may', (web: FakeWebSocket) => web.hangUp('vault/wrong-passphrase'), 'relay/unreachable'],
    ['it says what nobody knows', (web: FakeWebSocket) => web.hangUp('relay/no-such-code'), 'relay/unreachable'],
    ['no hello comes', () => vi.advanceTimersByTime(15_000), 'relay/unreachable'],
    ['another frame comes first', (web: FakeWebSocket) => web.arrive(NOTICE, HELLO), 'relay/broken'],
    ['hello comes twice', (web: FakeWebSocket) => web.arrive(HELLO, HELLO), undefined],
    ['a text comes', (web: FakeWebSocket) => web.arriveAs('hello'), 'relay/broken'],
    ['a Blob comes', (web: FakeWebSocket) => web.arriveAs(new Blob([packetOf(HELLO)])), 'relay/broken'],
    ['octets come that are no frames', (web: FakeWebSocket) => web.arriveAs(new ArrayBuffer(0)), 'relay/broken'],
    ['a cut frame comes', (web: FakeWebSocket) => web.arriveAs(packetOf(HELLO).slice(0, 20)), 'relay/broken'],
    ['far too much comes', (web: FakeWebSocket) => web.arriveAs(new ArrayBuffer(2 ** 22)), 'relay/broken'],
    ['another version comes', (web: FakeWebSocket) => web.arriveAs(Uint8Array.of(2, 128).buffer), 'relay/version'],
  ])('fails with a code, closes, and leaves nothing behind where %s', async (_what, act, code) => {
    const { promise, web } = opening();
    web.open();
    act(web);
    if (code !== undefined) await expect(promise).rejects.toMatchObject({ code });
    else await expect(promise.then((socket) => socket.ask('prekeys.count', undefined))).rejects.toThrow('relay/broken');
    expect([web.readyState, web.listeners, vi.getTimerCount()]).toEqual([3, 0, 0]);
  });

  it('refuses a server that did not take the subprotocol', async () => {
    const { promise, web } = opening();
    web.protocol = '';
    web.open();
    web.arrive(HELLO);
    await expect(promise).rejects.toMatchObject({ code: 'relay/version' });
  });

  it('is unreachable where the browser refuses to connect at all', async () => {
    const WebSocket = class {
      constructor() {
        throw new DOMException('refused', 'SecurityError');
      }
    } as never;
    await expect(openRelay('relay.example.org', { WebSocket })).rejects.toMatchObject({ code: 'relay/unreachable' });
  });

  it('is cancelled by its signal before, while and after it opens, and tells nobody', async () => {
    await expect(opening(undefined, AbortSignal.abort()).promise).rejects.toMatchObject({ code: 'bus/cancelled' });
    const during = new AbortController();
    const { promise, web } = opening(undefined, during.signal);
    during.abort();
    await expect(promise).rejects.toMatchObject({ code: 'bus/cancelled' });
    expect([web.readyState, web.listeners]).toEqual([3, 0]);
    const after = new AbortController();
    const one = await opened(after.signal);
    after.abort();
    expect([one.web.readyState, one.web.listeners, one.closes.length]).toEqual([3, 0, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a connection to a relay', () => {
  it('keeps what came before anybody listened, in order, for the first listener', async () => {
    const { promise, web } = opening();
    web.open();
    web.arrive(HELLO, NOTICE);
    const socket = await promise;
    web.arrive({ kind: 'notice', code: 'relay/back' });
    const frames: RelayFrame[] = [];
    listening(socket, frames);
    web.arrive(NOTICE);
    expect(frames.map((frame) => frame.kind === 'notice' && frame.code)).toEqual([
      'relay/waiting',
      'relay/back',
      'relay/waiting',
    ]);
  });

  it('does not keep without end what nobody listens to', async () => {
    const { web, closes } = await opened();
    const many = Array.from({ length: 10_000 }, () => NOTICE);
    for (let time = 0; time < 3; time++) web.arrive(...many);
    expect(closes).toEqual(['relay/broken']);
  });

  it('sends small frames as one packet, and large ones in packets that a relay takes, in order', async () => {
    const { socket, web } = await opened();
    const message = (octets: number, id: number) => ({
      kind: 'send' as const,
      id: String(id).padStart(32, '0') as MessageId,
      to: ['0'.repeat(32) as DeviceId],
      payload: new Uint8Array(octets),
    });
    socket.send([message(100, 0), message(100, 1), { kind: 'acknowledge', ids: [] }]);
    expect(web.packets).toHaveLength(1);
    const large = Array.from({ length: 40 }, (_, id) => message(65_000, id));
    expect(socket.send(large)).toBe(true);
    expect(Math.max(...web.packets.map(({ length }) => length))).toBeLessThan(2 ** 19);
    const ids = web.sent.slice(3).map((frame) => frame.kind === 'send' && frame.id);
    expect(ids).toEqual(large.map(({ id }) => id));
    expect(socket.send([])).toBe(true);
  });

  it('takes no frame any more once it is closing', async () => {
    const { socket, web } = await opened();
    web.readyState = 2;
    expect(socket.send([{ kind: 'acknowledge', ids: [] }])).toBe(false);
    expect(web.packets).toEqual([]);
  });

  it.each([
    ['a second hello', (web: FakeWebSocket) => web.arrive(NOTICE, HELLO)],
    ['an answer that nobody asked for', (web: FakeWebSocket) => web.arrive(NOTICE, reply(7))],
    ['an unknown frame', (web: FakeWebSocket) => web.arriveAs(Uint8Array.of(1, 250).buffer)],
    ['a text', (web: FakeWebSocket) => web.arriveAs('x')],
  ])('ends at %s, tells so once, and gives nothing of that packet', async (_what, act) => {
    const { socket, web, closes, frames } = await opened();
    listening(socket, frames);
    act(web);
    web.arrive(NOTICE);
    web.hangUp('relay/revoked');
    expect([closes, frames, web.readyState]).toEqual([['relay/broken'], [], 3]);
    expect(socket.send([])).toBe(false);
  });

  it('tells a listener that comes late why it ended, and nobody of its own end', async () => {
    const { socket, web } = await opened();
    web.hangUp('relay/replaced', 4005);
    const late: string[] = [];
    socket.onClose((code) => late.push(code));
    expect(late).toEqual(['relay/replaced']);
    const own = await opened();
    own.socket.close();
    own.web.hangUp('relay/replaced');
    expect([own.closes, own.web.readyState]).toEqual([[], 3]);
  });
});

const reply = (request: number, output = new Uint8Array(0), code = ''): RelayFrame => ({
  kind: 'reply',
  request,
  code,
  waitMs: 0,
  output,
});
