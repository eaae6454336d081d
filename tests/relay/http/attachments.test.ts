import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { markSealed } from '../../../lib/core/wire/sealed';
import { type OpenHttp, openHttp } from '../../support/relay/http/open-http';
import { sealedPayload } from '../../support/relay/payload';
import { until } from '../../support/wait';

const opened: OpenHttp[] = [];
const open = async (...ports: Parameters<typeof openHttp>) => {
  const relay = await openHttp(...ports);
  opened.push(relay);
  return relay;
};
afterEach(async () => {
  for (const { http } of opened.splice(0)) {
    http.server.closeAllConnections();
    await http.close();
  }
});

const sealedFile = (octets: number) => sealedPayload(octets, 'attachment');
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];

/** A PATCH of which only a part is ever sent; answers how to go on and what came back. */
async function beginPatch(
  relay: OpenHttp,
  { id, url }: { id: string; url: string },
  offset: number,
  length: number,
  part: Uint8Array,
) {
  const socket = connect(relay.port, '127.0.0.1');
  await once(socket, 'connect');
  const { authorization } = relay.bearer(id as never, 'upload');
  socket.write(
    `PATCH ${new URL(url).pathname} HTTP/1.1\r\nHost: relay\r\nAuthorization: ${authorization}\r\nUpload-Offset: ${offset}\r\n` +
      `Content-Type: application/offset+octet-stream\r\nContent-Length: ${length}\r\n\r\n`,
  );
  socket.write(part);
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString('latin1');
  });
  socket.on('error', () => undefined);
  return { socket, answer: () => answer };
}

describe('sealed files over HTTP', () => {
  it('go up in pieces and come down whole', async () => {
    const relay = await open();
    const octets = sealedFile(300_000);
    const { id, url } = await relay.file(octets.length);
    const first = await relay.patch(url, id, 0, octets.slice(0, 100_000));
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '100000']);
    const head = await fetch(url, { method: 'HEAD', headers: relay.bearer(id, 'upload') });
    expect([head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual(['100000', '300000']);
    expect((await relay.patch(url, id, 100_000, octets.slice(100_000))).status).toBe(204);
    const down = await fetch(url, { headers: relay.bearer(id, 'download') });
    expect(Buffer.from(await down.arrayBuffer()).equals(octets)).toBe(true);
    expect(down.headers.get('cache-control')).toBe('no-store');
  });

  it('come down in the part that is asked for', async () => {
    const relay = await open();
    const octets = sealedFile(1_000);
    const { id, url } = await relay.file(octets.length);
    await relay.patch(url, id, 0, octets);
    const part = async (range: string) => {
      const response = await fetch(url, { headers: { ...relay.bearer(id, 'download'), range } });
      return [response.status, response.headers.get('content-range'), Buffer.from(await response.arrayBuffer()).length];
    };
    expect(await part('bytes=900-')).toEqual([206, 'bytes 900-999/1000', 100]);
    expect(await part('bytes=10-19')).toEqual([206, 'bytes 10-19/1000', 10]);
    expect(await part('bytes=-5')).toEqual([206, 'bytes 995-999/1000', 5]);
    expect((await part('bytes=1000-')).slice(0, 2)).toEqual([416, 'bytes */1000']);
  });

  it('are not given before they are whole', async () => {
    const relay = await open();
    const { id, url } = await relay.file(1_000);
    await relay.patch(url, id, 0, sealedFile(500));
    expect(await codeOf(await fetch(url, { headers: relay.bearer(id, 'download') }))).toEqual([404, 'relay/not-found']);
  });

  it('are refused where they are not sealed as a file, and nothing is kept [req 35]', async () => {
    const relay = await open();
    const words = new TextEncoder().encode('Dear Bob, '.repeat(50));
    for (const [octets, code] of [
      [words, 'relay/unsealed'],
      [markSealed('attachment', words), 'relay/unsealed'],
      [sealedPayload(500, 'message'), 'relay/unsealed'],
      [new TextEncoder().encode(`-----BEGIN PGP PRIVATE KEY BLOCK-----\n${'a'.repeat(400)}`), 'relay/private-key'],
    ] as const) {
      const { id, url } = await relay.file(octets.length);
      expect(await codeOf(await relay.patch(url, id, 0, octets))).toEqual([422, code]);
      expect(relay.files.octetsOf(id).length).toBe(0);
    }
  });

  it('are refused where their head comes in crumbs, which could hide what they are [req 35]', async () => {
    const relay = await open();
    const { id, url } = await relay.file(1_000);
    expect(await codeOf(await relay.patch(url, id, 0, sealedFile(200)))).toEqual([422, 'relay/unsealed']);
    expect(relay.files.octetsOf(id).length).toBe(0);
  });

  it('go as a whole where a private key shows further on', async () => {
    const relay = await open();
    const octets = new Uint8Array([...sealedFile(70_000), ...Buffer.from('-----BEGIN PRIVATE KEY-----')]);
    const { id, url } = await relay.file(octets.length);
    expect(await codeOf(await relay.patch(url, id, 0, octets))).toEqual([422, 'relay/private-key']);
    expect(await relay.files.find(id)).toBeUndefined();
  });

  it('end where they were declared to end [req 38]', async () => {
    const relay = await open();
    const { id, url } = await relay.file(500);
    expect(await codeOf(await relay.patch(url, id, 0, sealedFile(501)))).toEqual([413, 'relay/too-large']);
    expect(relay.files.octetsOf(id).length).toBe(0);
  });

  it('go on only at their end, which is told', async () => {
    const relay = await open();
    const { id, url } = await relay.file(1_000);
    await relay.patch(url, id, 0, sealedFile(500));
    const again = await relay.patch(url, id, 0, sealedFile(500));
    expect(again.headers.get('upload-offset')).toBe('500');
    expect(await codeOf(again)).toEqual([409, 'relay/offset']);
  });

  it('want a ticket for this file and this purpose that is not over', async () => {
    const relay = await open();
    const { id, url } = await relay.file(500);
    const other = await relay.file(500);
    const refused = [401, 'relay/ticket-expired'];
    const get = (headers: Record<string, string>) => fetch(url, { headers });
    expect(await codeOf(await get({}))).toEqual(refused);
    expect(await codeOf(await get({ authorization: 'Bearer x' }))).toEqual(refused);
    expect(await codeOf(await get(relay.bearer(id, 'upload')))).toEqual(refused);
    expect(await codeOf(await get(relay.bearer(other.id, 'download')))).toEqual(refused);
    const old = relay.bearer(id, 'download');
    relay.pass(3_600_001);
    expect(await codeOf(await get(old))).toEqual(refused);
  });

  it('are gone when their time is over', async () => {
    const relay = await open();
    const { id, url } = await relay.file(500);
    await relay.patch(url, id, 0, sealedFile(500));
    relay.pass(3_600_001);
    expect(await codeOf(await fetch(url, { headers: relay.bearer(id, 'download') }))).toEqual([404, 'relay/not-found']);
  });

  it('keep what arrived before a connection was cut [req 37]', async () => {
    const relay = await open();
    const octets = sealedFile(50_000);
    const file = await relay.file(octets.length);
    const { socket } = await beginPatch(relay, file, 0, octets.length, octets.slice(0, 20_000));
    await until('the octets', () => relay.files.octetsOf(file.id).length === 20_000);
    socket.destroy();
    expect((await relay.patch(file.url, file.id, 20_000, octets.slice(20_000))).status).toBe(204);
    expect(relay.files.octetsOf(file.id).equals(octets)).toBe(true);
  });

  it('are taken over by who comes again while the dead connection still waits', async () => {
    const relay = await open();
    const octets = sealedFile(50_000);
    const file = await relay.file(octets.length);
    const { socket } = await beginPatch(relay, file, 0, octets.length, octets.slice(0, 20_000));
    await until('the octets', () => relay.files.octetsOf(file.id).length === 20_000);
    expect((await relay.patch(file.url, file.id, 20_000, octets.slice(20_000))).status).toBe(204);
    expect(relay.files.octetsOf(file.id).equals(octets)).toBe(true);
    socket.destroy();
  });

  it('are told where to go on when the relay is about to end', async () => {
    const relay = await open();
    const file = await relay.file(50_000);
    const { socket, answer } = await beginPatch(relay, file, 0, 50_000, sealedFile(20_000));
    await until('the octets', () => relay.files.octetsOf(file.id).length === 20_000);
    relay.http.drain();
    await once(socket, 'close');
    expect(answer()).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer()).toContain('upload-offset: 20000');
    expect(answer()).toContain('"relay/draining"');
  });

  it('are not waited for when they come by the drop [req 38]', async () => {
    const relay = await open({ pace: { graceMs: 150, floor: 1_000_000 } });
    const file = await relay.file(50_000);
    const { socket, answer } = await beginPatch(relay, file, 0, 50_000, sealedFile(20_000));
    await once(socket, 'close');
    expect(answer()).toContain('408');
    expect(answer()).toContain('relay/too-slow');
    expect(relay.files.octetsOf(file.id).length).toBe(20_000);
  });

  it('are not held for a reader who takes nothing, and only as much of them is read as is taken [req 38]', async () => {
    const relay = await open({ pace: { graceMs: 150, floor: 1_000_000 } });
    const octets = sealedFile(20_000_000);
    const { id, url } = await relay.file(octets.length);
    expect((await relay.patch(url, id, 0, octets)).status).toBe(204);
    const socket = connect(relay.port, '127.0.0.1');
    socket.pause();
    const { authorization } = relay.bearer(id, 'download');
    socket.write(`GET ${new URL(url).pathname} HTTP/1.1\r\nHost: relay\r\nAuthorization: ${authorization}\r\n\r\n`);
    const [server] = (await once(relay.http.server, 'connection')) as [Socket];
    await once(server, 'close');
    expect(server.bytesWritten).toBeLessThan(15_000_000);
    socket.destroy();
  });

  it('take only their own content type, whole numbers and version 1.0.0', async () => {
    const relay = await open();
    const { id, url } = await relay.file(500);
    const patch = (headers: Record<string, string>) =>
      fetch(url, { method: 'PATCH', headers: { ...relay.bearer(id, 'upload'), ...headers }, body: randomBytes(500) });
    const right = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
    expect(await codeOf(await patch({ ...right, 'content-type': 'text/plain' }))).toEqual([400, 'wire/malformed']);
    expect(await codeOf(await patch({ ...right, 'upload-offset': '-1' }))).toEqual([400, 'wire/malformed']);
    expect(await codeOf(await patch({ ...right, 'tus-resumable': '0.2.2' }))).toEqual([412, 'relay/version']);
  });
});
