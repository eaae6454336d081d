import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isErrorCode, toErrorCode } from '../../../lib/core/errors';
import type { AttachmentId } from '../../../lib/core/wire/ids';
import { createSealedFileTransport } from '../../../lib/net/sealed-file-transport';
import { bounded } from '../../support/wait';

const ID = 'ab'.repeat(16) as AttachmentId;
const TICKET = '1795260312308.abc';
const files = createSealedFileTransport();
let listener: RequestListener = (_request, response) => response.end();
const server = createServer((request, response) => {
  request.on('error', () => undefined).resume();
  response.on('error', () => undefined);
  listener(request, response);
});
let origin = '';
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const outcome = (promise: Promise<unknown>): Promise<string> =>
  bounded('an answer', promise, 10_000).then(() => 'done', toErrorCode);
const read = () => files.read(origin, ID, TICKET, 0, 100);

describe('a hostile relay of files', () => {
  it('cannot fill memory with more than was asked for, packed or endless', async () => {
    const range = { 'content-range': 'bytes 0-99/1000' };
    const bomb = gzipSync(Buffer.alloc(50 * 2 ** 20));
    listener = (_request, response) => response.writeHead(206, { ...range, 'content-encoding': 'gzip' }).end(bomb);
    expect(await outcome(read())).toBe('relay/broken');
    let sent = 0;
    listener = (_request, response) => {
      response.writeHead(206, range);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent++;
      };
      response.on('drain', more);
      more();
    };
    expect(await outcome(read())).toBe('relay/broken');
    expect(sent).toBeLessThan(200);
  });

  it('cannot send a ticket on to another place', async () => {
    const asked: string[] = [];
    listener = ({ url }, response) => {
      asked.push(url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    };
    expect(await outcome(read())).toBe('relay/unreachable');
    expect(await outcome(files.append(origin, ID, TICKET, 0, new Uint8Array(10)))).toBe('relay/unreachable');
    expect(asked.every((url) => url.startsWith('/v1/attachments/'))).toBe(true);
  });

  it('is given up after half a minute of silence: a 421 that is cut, for which Node asks anew and waits', async () => {
    const asked: number[] = [];
    const real = globalThis.setTimeout;
    const hurried = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, ms?: number) => {
      if (ms === 30_000) asked.push(ms);
      return real(work, ms === 30_000 ? 300 : ms);
    }) as typeof setTimeout);
    listener = (_request, response) => {
      response.writeHead(421, { 'content-length': '1000' }).write('cut', () => response.destroy());
    };
    expect(await outcome(read()).finally(() => hurried.mockRestore())).toBe('relay/version');
    expect(asked.length).toBeGreaterThan(0);
  });

  it('is told by a code, whatever status, headers and octets it answers', async () => {
    const header = fc.oneof(fc.nat().map(String), fc.stringMatching(/^[ -~]{0,40}$/), fc.constant('bytes 0-99/1000'));
    const lie = fc.record({
      // 421 is tested above: only our own patience of half a minute ends it, which is longer than this test waits.
      status: fc.oneof(
        fc.constantFrom(200, 204, 206),
        fc.integer({ min: 200, max: 599 }).filter((status) => status !== 421),
      ),
      offset: header,
      length: header,
      range: header,
      body: fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      cut: fc.boolean(),
    });
    const seen = new Map<string, number>();
    const one = async ({
      status,
      offset,
      length,
      range,
      body,
      cut,
    }: typeof lie extends fc.Arbitrary<infer T> ? T : never) => {
      listener = (_request, response) => {
        response.writeHead(status, {
          'upload-offset': offset,
          'upload-length': length,
          'content-range': range,
          ...(cut ? { 'content-length': '1000' } : {}),
        });
        if (cut) response.write(body, () => response.destroy());
        else response.end(body);
      };
      const codes = await Promise.all([
        outcome(read()),
        outcome(files.offset(origin, ID, TICKET)),
        outcome(files.append(origin, ID, TICKET, 0, new Uint8Array(10))),
      ]);
      for (const code of codes) {
        seen.set(code, (seen.get(code) ?? 0) + 1);
        expect(code === 'done' || (isErrorCode(code) && /^(?:relay|wire)\//.test(code)), code).toBe(true);
      }
    };
    await fc.assert(fc.asyncProperty(lie, one), { numRuns: 300 });
    expect(seen.get('relay/broken')).toBeGreaterThan(100);
  }, 60_000);
});
