import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type OpenHttp, openHttp, settingsOf } from '../../support/relay/http/open-http';
import { sealedPayload } from '../../support/relay/payload';

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

const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];
/** All that comes back for these octets. */
async function raw(port: number, octets: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString('latin1');
  });
  socket.on('error', () => undefined);
  socket.end(octets);
  await once(socket, 'close');
  return answer;
}

describe('the answers over HTTP', () => {
  it('are kept by nobody, framed by nobody, guessed at by nobody, whatever they are', async () => {
    const relay = await open();
    for (const path of ['/', '/health', '/ready', '/metrics', '/nowhere', '/v1/attachments/x', '/%ff', '/v1/socket']) {
      const { headers } = await fetch(relay.base + path);
      expect(headers.get('cache-control'), path).toBe('no-store');
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('content-security-policy'), path).toMatch(/^default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      for (const name of [
        'server',
        'x-powered-by',
        'set-cookie',
        'etag',
        'last-modified',
        'access-control-allow-origin',
      ]) {
        expect(headers.has(name), `${path} ${name}`).toBe(false);
      }
    }
  });

  it('are a code where there is nothing, whatever the method', async () => {
    const { base } = await open();
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await codeOf(await fetch(`${base}/nowhere`, { method }))).toEqual([404, 'relay/not-found']);
    }
    expect(await codeOf(await fetch(base, { method: 'POST', body: 'x' }))).toEqual([404, 'relay/not-found']);
    expect(await codeOf(await fetch(`${base}/%ff`))).toEqual([400, 'wire/malformed']);
    expect(await codeOf(await fetch(`${base}/v1/attachments/${'a'.repeat(500)}`))).toEqual([400, 'wire/malformed']);
  });

  it('are a code where it is no HTTP, or too much of it', async () => {
    const { port } = await open();
    expect(await raw(port, 'Dear relay,\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*"wire\/malformed"/);
    expect(await raw(port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [\s\S]*"relay\/too-large"/,
    );
  });

  it('let the extension of either browser read them, and no web page', async () => {
    const { base, file, bearer, patch } = await open({
      settings: settingsOf('--port', '0', '--allowed-origins', 'https://chat.example.org'),
    });
    const { id, url } = await file(500);
    await patch(url, id, 0, sealedPayload(500, 'attachment'));
    const from = (origin: string) => fetch(url, { headers: { ...bearer(id, 'download'), origin } });
    for (const origin of [
      'chrome-extension://abcdefghijklmnop',
      'moz-extension://7f3c1f52-0000-4000-8000-1c2b3a495867',
    ]) {
      const response = await from(origin);
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    }
    for (const origin of [
      'https://evil.example',
      'null',
      'https://chrome-extension.example',
      'chrome-extension://a/../x',
    ]) {
      const response = await from(origin);
      expect(response.headers.has('access-control-allow-origin')).toBe(false);
      expect(await codeOf(response)).toEqual([403, 'relay/origin']);
    }
    expect((await from('https://chat.example.org')).status).toBe(200);
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin: 'chrome-extension://abc', 'access-control-request-method': 'PATCH' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(preflight.headers.get('tus-max-size')).toBe(String(100 * 1024 * 1024));
    expect(
      (await fetch(base, { headers: { origin: 'https://evil.example' } })).headers.has('access-control-allow-origin'),
    ).toBe(false);
  });

  it('say that the process lives, and whether it can take messages', async () => {
    let isReady = true;
    const stores = { attachments: (await open()).files, ready: async () => isReady };
    const relay = await open({ stores });
    expect(await (await fetch(`${relay.base}/health`)).json()).toEqual({ alive: true });
    expect(await (await fetch(`${relay.base}/ready`)).json()).toEqual({ ready: true });
    isReady = false;
    expect((await fetch(`${relay.base}/ready`)).status).toBe(200);
    relay.pass(1_001);
    expect(await codeOf(await fetch(`${relay.base}/ready`))).toEqual([503, 'relay/waiting']);
    relay.http.drain();
    expect(await codeOf(await fetch(`${relay.base}/ready`))).toEqual([503, 'relay/draining']);
    expect((await fetch(`${relay.base}/health`)).status).toBe(200);
  });

  it('say not ready where a store throws', async () => {
    const stores = { attachments: (await open()).files, ready: () => Promise.reject(new Error('secret words')) };
    const { base, logged } = await open({ stores });
    expect(await codeOf(await fetch(`${base}/ready`))).toEqual([503, 'relay/waiting']);
    expect(logged.join()).not.toContain('secret');
  });

  it('are relay/internal where something broke, and say and log no word of what [req 35]', async () => {
    const { files } = await open();
    const find = () => Promise.reject(new Error('canary of anna.k7m2q'));
    const { base, bearer, logged } = await open({
      stores: { attachments: { ...files, find }, ready: async () => true },
    });
    const id = '0'.repeat(32) as never;
    const response = await fetch(`${base}/v1/attachments/${id}`, { headers: bearer(id, 'download') });
    expect(await codeOf(response)).toEqual([500, 'relay/internal']);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/^\{"code":"relay\/internal","counts":\{"line":\d+,"column":\d+\}\}$/);
  });

  it('are written down by route and status, without what they were about [req 35]', async () => {
    const { base, accesses } = await open();
    await fetch(`${base}/v1/attachments/${'0'.repeat(32)}?canary=1`);
    await fetch(`${base}/canary`);
    expect(accesses.map(({ ms: _, ...rest }) => rest)).toEqual([
      { method: 'GET', route: '/v1/attachments/:attachment', status: 401 },
      { method: 'GET', route: 'none', status: 404 },
    ]);
  });

  it('does not wait longer than 10 seconds and a little for the rest of a head', async () => {
    const { port } = await open();
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: relay.example\r\n');
    const began = performance.now();
    await once(socket.resume(), 'close');
    expect(performance.now() - began).toBeLessThan(15_000);
  }, 60_000);

  it('hold the connections of one address to a number [req 38]', async () => {
    const { port } = await open({ settings: settingsOf('--port', '0', '--connections-per-address', '1') });
    const sockets = Array.from({ length: 40 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    const refused = sockets.slice(-7).map((socket) => once(socket, 'close'));
    await Promise.all(refused);
    expect(sockets.filter(({ destroyed }) => !destroyed)).toHaveLength(33);
    for (const socket of sockets) socket.destroy();
  });
});
