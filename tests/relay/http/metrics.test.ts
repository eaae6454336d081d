import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type OpenHttp, openHttp, settingsOf } from '../../support/relay/http/open-http';

const opened: OpenHttp[] = [];
const open = async (...argv: readonly string[]) => {
  const relay = await openHttp({ settings: settingsOf('--port', '0', ...argv) });
  opened.push(relay);
  return relay;
};
afterEach(async () => {
  for (const { http } of opened.splice(0)) await http.close();
});
const status = async (url: string, headers: Record<string, string> = {}) => (await fetch(url, { headers })).status;

describe('the figures for Prometheus', () => {
  it('are given on loopback: counts of the relay and of its process', async () => {
    const { base } = await open();
    await fetch(`${base}/health`);
    const response = await fetch(`${base}/metrics`);
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    const text = await response.text();
    for (const name of [
      'sotto_relay_messages_total 0',
      'sotto_relay_sockets 0',
      'sotto_relay_commit_seconds_count 0',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_p99_seconds',
    ]) {
      expect(text).toContain(name);
    }
    expect(text).toContain('sotto_relay_http_requests_total{route="/health",status="200"} 1');
  });

  it('are not given behind a proxy, nor to what looks handed on', async () => {
    const behind = await open('--behind-proxy');
    expect(await status(`${behind.base}/metrics`)).toBe(404);
    const { base } = await open();
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
      expect(await status(`${base}/metrics`, { [name]: '198.51.100.7' }), name).toBe(404);
    }
  });

  it('are given on a listener of their own, where nothing else is', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as { port: number };
    probe.close();
    await once(probe, 'close');
    const { base } = await open('--behind-proxy', '--metrics-port', String(port));
    expect(await status(`http://127.0.0.1:${port}/metrics`)).toBe(200);
    for (const path of ['/', '/ready', '/v1/attachments/x'])
      expect(await status(`http://127.0.0.1:${port}${path}`)).toBe(404);
    expect(await status(`${base}/metrics`)).toBe(404);
  });
});
