import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AttachmentId } from '../../../lib/core/wire/ids';
import { createSealedFileTransport } from '../../../lib/net/sealed-file-transport';

const RELAY = 'https://relay.example.org';
const ID = 'ab'.repeat(16) as AttachmentId;
const TICKET = '1795260312308.abc_DEF-123';
const PIECE = new Uint8Array(1_000);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A transport whose relay answers as the test says. */
function world(answer: (init: RequestInit) => Response | Promise<Response>) {
  const calls: Array<{ readonly url: string; readonly init: RequestInit }> = [];
  const transport = createSealedFileTransport({
    fetch: async (url, init = {}) => {
      calls.push({ url: String(url), init });
      return answer(init);
    },
  });
  return {
    calls,
    offset: () => transport.offset(RELAY, ID, TICKET),
    append: (signal?: AbortSignal) => transport.append(RELAY, ID, TICKET, 500, PIECE, signal),
    read: (signal?: AbortSignal) => transport.read(RELAY, ID, TICKET, 100, 50, signal),
    transport,
  };
}
const head = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers });
const part = (range: string, body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>, status = 206) =>
  new Response(body, { status, headers: { 'content-range': range } });
const never = ({ signal }: RequestInit) =>
  new Promise<Response>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

describe('sealed files on their way', () => {
  it('go with the ticket and nothing else: no cookie, no referrer, no cache, no redirect [req 40]', async () => {
    const { calls, offset, append, read } = world(({ method }) => {
      if (method === 'HEAD') return head(200, { 'upload-offset': '0', 'upload-length': '9' });
      return method === 'PATCH' ? head(204, { 'upload-offset': '1500' }) : part('bytes 100-149/9', new Uint8Array(50));
    });
    expect([await offset(), await append(), (await read()).length]).toEqual([0, 1_500, 50]);
    for (const { url, init } of calls) {
      expect(url).toBe(`${RELAY}/v1/attachments/${ID}`);
      expect(init).toMatchObject({
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        headers: { authorization: `Bearer ${TICKET}` },
      });
    }
    expect(calls.map(({ init }) => init.headers)).toMatchObject([
      {},
      { 'upload-offset': '500', 'content-type': 'application/offset+octet-stream' },
      { range: 'bytes=100-149' },
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never go to another machine without TLS, nor with a ticket that is none', async () => {
    const { calls, transport } = world(() => head(204));
    await expect(transport.offset('http://relay.example.org', ID, TICKET)).rejects.toThrow('relay/address');
    for (const ticket of ['', 'a\r\nCookie: x', 'a b', 'x'.repeat(257)]) {
      await expect(transport.offset(RELAY, ID, ticket)).rejects.toThrow('relay/broken');
    }
    expect(calls).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each([
    [400, 'wire/malformed'],
    [401, 'relay/ticket-expired'],
    [403, 'relay/origin'],
    [404, 'relay/not-found'],
    [405, 'relay/version'],
    [408, 'relay/too-slow'],
    [409, 'relay/offset'],
    [412, 'relay/version'],
    [413, 'relay/too-large'],
    [416, 'relay/offset'],
    [422, 'relay/unsealed'],
    [429, 'relay/wait'],
    [431, 'relay/too-large'],
    [500, 'relay/internal'],
    [502, 'relay/unreachable'],
    [503, 'relay/waiting'],
    [504, 'relay/unreachable'],
    [507, 'relay/quota'],
    [599, 'relay/internal'],
  ])('of status %i alone is %s', async (status, code) => {
    const { offset, append, read } = world(() => head(status));
    for (const ask of [offset, append, read]) await expect(ask()).rejects.toMatchObject({ code });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['{"code":"relay/draining"}', 'relay/draining'],
    ['{"code":"vault/locked"}', 'relay/waiting'],
    ['{"code":"no-such-code"}', 'relay/waiting'],
    ['{"code":["relay/draining"]}', 'relay/waiting'],
    ['"relay/draining"', 'relay/waiting'],
    ['null', 'relay/waiting'],
    ['<html>', 'relay/waiting'],
    [`{"code":"relay/draining","x":"${'x'.repeat(300)}"}`, 'relay/waiting'],
  ])('that says %s with status 503 is %s', async (body, code) => {
    const { append } = world(() => new Response(body, { status: 503 }));
    await expect(append()).rejects.toMatchObject({ code });
  });
});

describe('a relay that lies about a file', () => {
  it.each([
    ['nothing', {}],
    ['half of it', { 'upload-offset': '5' }],
    ['more than there is', { 'upload-offset': '10', 'upload-length': '9' }],
    ['no number', { 'upload-offset': '-1', 'upload-length': '9' }],
    ['two numbers', { 'upload-offset': '1, 2', 'upload-length': '9' }],
    ['a number without end', { 'upload-offset': '1', 'upload-length': '9'.repeat(40) }],
  ])('is not believed where it says %s of an upload', async (_what, headers) => {
    await expect(world(() => head(200, headers)).offset()).rejects.toMatchObject({ code: 'relay/broken' });
  });

  it.each(['1501', '500', '0', '-1', '1e3', ''])('is not believed where it goes on from "%s"', async (offset) => {
    const { append } = world(() => head(204, { 'upload-offset': offset }));
    await expect(append()).rejects.toMatchObject({ code: 'relay/broken' });
  });

  it('is not believed where it says 200 to a piece', async () => {
    const { append } = world(() => head(200, { 'upload-offset': '1500' }));
    await expect(append()).rejects.toMatchObject({ code: 'relay/broken' });
  });

  it.each([
    ['another place', 'bytes 99-148/1000', 206],
    ['more than was asked for', 'bytes 100-150/1000', 206],
    ['a range that goes back', 'bytes 100-99/1000', 206],
    ['no range', '', 206],
    ['the whole in place of a part', 'bytes 100-149/1000', 200],
    ['a range of unknown length', 'bytes 100-149/*', 206],
  ])('is not read where it sends %s', async (_what, range, status) => {
    const { read } = world(() => part(range, new Uint8Array(50), status));
    await expect(read()).rejects.toMatchObject({ code: 'relay/broken' });
  });

  it('is not read on where it sends more than it said, and what it sends is not kept', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled++;
        controller.enqueue(new Uint8Array(20));
      },
    });
    const { read } = world(() => part('bytes 100-149/1000', endless));
    await expect(read()).rejects.toMatchObject({ code: 'relay/broken' });
    expect(pulled).toBeLessThan(10);
  });
});

describe('a connection that is no good', () => {
  it('is unreachable where it cannot be made, or breaks off', async () => {
    const { read, append } = world(() => Promise.reject(new TypeError('fetch failed')));
    await expect(append()).rejects.toMatchObject({ code: 'relay/unreachable' });
    await expect(read()).rejects.toMatchObject({ code: 'relay/unreachable' });
    const short = world(() => part('bytes 100-149/1000', new Uint8Array(49)));
    await expect(short.read()).rejects.toMatchObject({ code: 'relay/unreachable' });
  });

  it('is given up after 30 s of silence, and after as long as a slow network takes for a piece', async () => {
    const { offset, append } = world(never);
    const ends: string[] = [];
    offset().catch(({ code }) => ends.push(`offset ${code}`));
    append().catch(({ code }) => ends.push(`append ${code}`));
    await vi.advanceTimersByTimeAsync(29_999);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ends).toEqual(['offset relay/unreachable', 'append relay/unreachable']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is given up where the octets stop, but not while they trickle', async () => {
    let give: (octets: Uint8Array) => void = () => undefined;
    const trickle = (signal: AbortSignal | null | undefined) =>
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          give = (octets) => controller.enqueue(octets);
          signal?.addEventListener('abort', () => controller.error(signal.reason));
        },
      });
    const { read } = world(({ signal }) => part('bytes 100-149/1000', trickle(signal)));
    const end = read().then(
      () => 'read',
      ({ code }) => code,
    );
    for (let time = 0; time < 10; time++) {
      await vi.advanceTimersByTimeAsync(29_000);
      give(new Uint8Array(1));
    }
    await vi.advanceTimersByTimeAsync(30_001);
    expect(await end).toBe('relay/unreachable');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is left when its person cancels, before and meanwhile', async () => {
    const { append, calls } = world(never);
    await expect(append(AbortSignal.abort())).rejects.toMatchObject({ code: 'bus/cancelled' });
    expect(calls).toEqual([]);
    const stop = new AbortController();
    const end = append(stop.signal).catch(({ code }) => code);
    await vi.advanceTimersByTimeAsync(1);
    stop.abort();
    expect(await end).toBe('bus/cancelled');
    expect(vi.getTimerCount()).toBe(0);
  });
});
