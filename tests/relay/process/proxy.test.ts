import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { relayPackets, SUBPROTOCOL } from '../../../lib/core/wire/frames';
import { findProgram } from '../../../scripts/lib/find-browsers.mjs';
import { buildRelay } from '../../../scripts/relay.mjs';
import { newcomer } from '../../support/relay/account';
import { freePort } from '../../support/relay/lab/server';
import { sealedPayload } from '../../support/relay/payload';
import { type RelayProcess, startRelay } from '../../support/relay/relay-process';
import { until } from '../../support/wait';

const openssl = findProgram('openssl');
const folder = mkdtempSync(join(tmpdir(), 'sotto-proxy-'));
const at = (name: string) => join(folder, name);
const relays: RelayProcess[] = [];
let nginx: ChildProcess | undefined;
let script = '';
/** Certificates for 127.0.0.1, by openssl. */
function makeCertificate(name: string): void {
  const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=relay.example.org', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync(openssl ?? '', [...options, ...subject, '-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)], {
    stdio: 'pipe',
  });
}
beforeAll(async () => {
  script = await buildRelay();
  if (openssl !== undefined) for (const name of ['first', 'second']) makeCertificate(name);
});
afterAll(async () => {
  if (nginx !== undefined && nginx.exitCode === null) {
    const ended = once(nginx, 'exit');
    nginx.kill('SIGTERM');
    await ended;
  }
  for (const relay of relays) await relay.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function start(name: string, ...args: readonly string[]): Promise<RelayProcess> {
  const relay = await startRelay(script, ['--port', '0', '--data', at(name), ...args]);
  relays.push(relay);
  return relay;
}
const portOf = (relay: RelayProcess) => Number(new URL(relay.url).port);

/** The serial number that a new connection is shown. */
async function serialAt(port: number): Promise<string> {
  const socket: TLSSocket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

describe('TLS by files', () => {
  it.skipIf(openssl === undefined)(
    'speaks https and wss, says so to browsers, and takes a renewed certificate at SIGHUP without ending (skipped where there is no openssl)',
    async () => {
      const use = (name: string) => {
        for (const kind of ['crt', 'key']) copyFileSync(at(`${name}.${kind}`), at(`live.${kind}`));
      };
      use('first');
      const relay = await start('tls', '--tls-certificate', at('live.crt'), '--tls-key', at('live.key'));
      const port = portOf(relay);
      const agent = new Agent({ ca: readFileSync(at('first.crt')) });
      const [response] = await once(get(`https://127.0.0.1:${port}/`, { agent }), 'response');
      expect(response.headers['strict-transport-security']).toBe('max-age=31536000');
      expect(await text(response)).toContain('Sotto relay');
      agent.destroy();
      const socket = new WebSocket(`wss://127.0.0.1:${port}/v1/socket`, SUBPROTOCOL, {
        ca: readFileSync(at('first.crt')),
      });
      await once(socket, 'open');

      const before = await serialAt(port);
      writeFileSync(at('live.crt'), 'half a file');
      relay.child.kill('SIGHUP');
      await until('the refusal', () => relay.printed.some((line) => line.includes('relay/tls-unreadable')));
      expect(await serialAt(port)).toBe(before);
      use('second');
      relay.child.kill('SIGHUP');
      await until('the new certificate', () => relay.printed.some((line) => line.includes('relay/tls-reloaded')));
      expect(await serialAt(port)).not.toBe(before);
      expect(socket.readyState).toBe(WebSocket.OPEN);
      socket.terminate();
      expect(await relay.kill()).toBe(0);
    },
  );
});

const program = findProgram('nginx') ?? ['/usr/sbin/nginx'].find(existsSync);

describe('behind our nginx.conf', () => {
  it.skipIf(program === undefined || openssl === undefined)(
    'page, socket and sealed files work, figures stay inside, and no log names a client [req 35] (skipped where there is no nginx or openssl)',
    async () => {
      const relay = await start('nginx', '--behind-proxy');
      const port = await freePort();
      let first = true;
      const site = readFileSync('relay/deploy/nginx.conf', 'utf8')
        .replaceAll('127.0.0.1:8470', `127.0.0.1:${portOf(relay)}`)
        .replaceAll('/etc/ssl/relay.example.org/fullchain.pem', at('first.crt'))
        .replaceAll('/etc/ssl/relay.example.org/privkey.pem', at('first.key'))
        .replaceAll('/var/log/nginx', folder)
        .replaceAll(/listen \S+ ssl http2;/g, () => {
          const line = first ? `listen 127.0.0.1:${port} ssl http2;` : '';
          first = false;
          return line;
        });
      writeFileSync(at('site.conf'), site);
      const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((kind) => `${kind}_temp_path ${folder};`)
        .join(' ');
      const user = process.getuid?.() === 0 ? 'user root;' : '';
      writeFileSync(
        at('nginx.conf'),
        `${user} daemon off; pid ${at('pid')}; events {} http { ${temp} access_log ${at('access.log')}; include site.conf; }`,
      );
      nginx = spawn(program ?? '', ['-p', folder, '-c', at('nginx.conf'), '-e', at('error.log')], { stdio: 'ignore' });
      const ca = readFileSync(at('first.crt'));
      const ask = async (path: string, options: Parameters<typeof request>[1] = {}, body?: Uint8Array) => {
        const sent = request(`https://127.0.0.1:${port}${path}`, { ca, agent: false, ...options });
        sent.end(body);
        const [response] = await once(sent, 'response');
        return { status: response.statusCode as number, body: await text(response) };
      };
      const page = await until('nginx', () => ask('/'));
      expect(page.body).toContain('Sotto relay');
      expect((await ask('/metrics')).status).toBe(404);
      const socket = new WebSocket(`wss://127.0.0.1:${port}/v1/socket`, SUBPROTOCOL, { ca });
      const [packet] = (await once(socket, 'message')) as [Buffer];
      expect(relayPackets.read(packet).map(({ kind }) => kind)).toEqual(['hello']);
      socket.close();
      const { relay: client } = await newcomer(relay.url, 'anna');
      const { attachment, upload } = await client.ask('attachment.create', { octets: 2_000_000, keepMs: 60_000 });
      const file = sealedPayload(2_000_000, 'attachment');
      const headers = {
        authorization: `Bearer ${upload.ticket}`,
        'content-type': 'application/offset+octet-stream',
        'upload-offset': '0',
      };
      expect((await ask(`/v1/attachments/${attachment}`, { method: 'PATCH', headers }, file)).status).toBe(204);
      await client.close();
      for (const name of ['access.log', 'sotto-relay.log', 'error.log']) {
        if (existsSync(at(name))) expect(readFileSync(at(name), 'utf8')).not.toContain('127.0.0.1');
      }
    },
  );
});
