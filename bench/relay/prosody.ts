import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHistogram } from 'node:perf_hooks';
import type { Rate } from './pairs';

// The peer: the XMPP server most people run for themselves, plain TCP on loopback, nothing but what a chat needs.

const CONFIG = (folder: string, port: number) => `
run_as_root = true
daemonize = false
pidfile = "${folder}/prosody.pid"
data_path = "${folder}/data"
log = { { levels = { min = "error" }, to = "console" } }
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
c2s_direct_tls_ports = { }
s2s_ports = { }
http_ports = { }
https_ports = { }
modules_enabled = { "roster", "saslauth", "offline" }
modules_disabled = { "s2s", "tls", "limits" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
storage = "internal"
VirtualHost "bench.test"
`;

export const hasProsody = (): boolean => spawnSync('prosodyctl', ['about']).error === undefined;

/** Messages a second between pairs of Prosody's users, each pair with `window` under way. */
export async function measureProsody(options: {
  readonly pairs: number;
  readonly window: number;
  readonly octets: number;
  readonly seconds: number;
}): Promise<Rate> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-prosody-'));
  const accounts = join(folder, 'data', 'bench%2etest', 'accounts');
  mkdirSync(accounts, { recursive: true });
  for (let index = 0; index < options.pairs * 2; index++) {
    writeFileSync(join(accounts, `u${index}.dat`), 'return { ["password"] = "pw"; };\n');
  }
  const port = await freePort();
  writeFileSync(join(folder, 'prosody.cfg.lua'), CONFIG(folder, port));
  const server = spawn('prosody', ['--config', join(folder, 'prosody.cfg.lua'), '-F'], { stdio: 'ignore' });
  try {
    await listening(port, server.exitCode);
    const users = await Promise.all(Array.from({ length: options.pairs * 2 }, (_, index) => logIn(port, `u${index}`)));
    return await run(users, options);
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  users: readonly Socket[],
  { window, octets, seconds }: { readonly window: number; readonly octets: number; readonly seconds: number },
): Promise<Rate> {
  const histogram = createHistogram();
  const body = 'x'.repeat(octets);
  const start = performance.now();
  const from = start + seconds * 200;
  const end = start + seconds * 1_000;
  let done = 0;
  let drawn = 0;
  await Promise.all(
    Array.from({ length: users.length / 2 }, (_, pair) => {
      const sender = users[pair * 2] as Socket;
      const receiver = users[pair * 2 + 1] as Socket;
      const underWay = new Map<string, number>();
      const fill = (count: number) => {
        let stanzas = '';
        const now = performance.now();
        for (let index = 0; index < count; index++) {
          const id = (++drawn).toString(36);
          underWay.set(id, now);
          stanzas += `<message to='u${pair * 2 + 1}@bench.test' type='chat' id='${id}'><body>${body}</body></message>`;
        }
        if (stanzas !== '') sender.write(stanzas);
      };
      return new Promise<void>((resolve) => {
        let rest = '';
        receiver.on('data', (data) => {
          rest += data.toString('latin1');
          const whole = rest.lastIndexOf('</message>');
          if (whole < 0) return;
          const now = performance.now();
          let finished = 0;
          for (const [, id = ''] of rest.slice(0, whole).matchAll(/<message [^>]*\bid='([^']+)'/g)) {
            const sent = underWay.get(id);
            if (sent === undefined) continue;
            underWay.delete(id);
            finished++;
            if (now < from || now > end) continue;
            done++;
            histogram.record(Math.max(1, Math.round((now - sent) * 1_000)));
          }
          rest = rest.slice(whole);
          if (now < end) fill(finished);
          else if (underWay.size === 0) resolve();
        });
        fill(window);
      });
    }),
  );
  for (const user of users) user.destroy();
  return {
    perSecond: Math.round((done * 1_000) / (end - from)),
    p50: histogram.percentile(50) / 1_000,
    p99: histogram.percentile(99) / 1_000,
    most: histogram.max / 1_000,
  };
}

/** RFC 6120 by hand: stream, SASL PLAIN, stream again, bind, presence. */
async function logIn(port: number, user: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  const open = `<stream:stream to='bench.test' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;
  const secret = Buffer.from(`\0${user}\0pw`).toString('base64');
  await exchange(socket, open, '</stream:features>');
  await exchange(
    socket,
    `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`,
    '<success',
  );
  await exchange(socket, open, '</stream:features>');
  await exchange(socket, `<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`, '</iq>');
  await exchange(socket, '<presence/>', '<presence');
  return socket;
}

function exchange(socket: Socket, sent: string, until: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const read = (data: Buffer) => {
      seen += data.toString('latin1');
      if (seen.includes('<failure') || seen.includes('</stream:stream>')) reject(new Error(seen));
      if (!seen.includes(until)) return;
      socket.off('data', read);
      resolve();
    };
    socket.on('data', read);
    socket.write(sent);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function listening(port: number, ended: number | null): Promise<void> {
  const until = Date.now() + 20_000;
  while (Date.now() < until && ended === null) {
    const socket = connect({ host: '127.0.0.1', port });
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Prosody did not start');
}
