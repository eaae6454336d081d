import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { type WebSocket, WebSocketServer } from 'ws';

const PAGES = ['room', 'pair', 'sip-js', 'js-sip'] as const;
/** A room of Janus, two without a server, and the two libraries of SIP. */
export type CallPageName = (typeof PAGES)[number];

/** The strictest that a page of calls can live with: no worker, no frame, no script but its own, Trusted Types. */
const STRICT = [
  "default-src 'none'",
  "script-src 'self'",
  'connect-src ws://127.0.0.1:*',
  'media-src blob: mediastream:',
  "worker-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export type CallPageServer = {
  /** The origin of every page. */
  readonly url: string;
  /** Where the signals of `pair` go; each name is a call of two. */
  signalsOf(call: string): string;
  /** Address of a page with these options; `csp=1` among them is for the server: the strict policy. */
  pageOf(page: CallPageName, options?: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
};

/** Serves the pages of calls on loopback, built from their libraries as a site does it. */
export async function startCallPages(): Promise<CallPageServer> {
  const scripts = new Map(await Promise.all(PAGES.map(async (page) => [page, await bundle(page)] as const)));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://lab');
    const give = (type: string, body: string) => {
      const policy = searchParams.has('csp') ? { 'content-security-policy': STRICT } : {};
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', ...policy });
      response.end(body);
    };
    const page = PAGES.find((name) => pathname === `/${name}` || pathname === `/${name}.js`);
    if (page === undefined) return response.writeHead(404).end();
    if (pathname.endsWith('.js')) return give('text/javascript', scripts.get(page) ?? '');
    return give(
      'text/html',
      `<!doctype html><html lang="en"><head><title>${page}</title><link rel="icon" href="data:,"></head><body><script src="/${page}.js"></script></body></html>`,
    );
  });
  const signals = passSignals(new WebSocketServer({ server }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    signalsOf: (call) => `ws://127.0.0.1:${port}/${call}`,
    pageOf: (page, options = {}) => `${url}/${page}?${new URLSearchParams(options).toString()}`,
    async close() {
      signals();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Hands what one says to the other of the same call; says when both are there. Answers how to end it. */
function passSignals(sockets: WebSocketServer): () => void {
  const calls = new Map<string, Set<WebSocket>>();
  sockets.on('connection', (socket, request) => {
    const call = request.url ?? '';
    const both = calls.get(call) ?? new Set();
    calls.set(call, both.add(socket));
    socket.on('error', () => undefined);
    socket.on('close', () => both.delete(socket));
    socket.on('message', (data) => {
      for (const other of both) if (other !== socket) other.send(data.toString());
    });
    if (both.size === 2) for (const one of both) one.send('{"both":true}');
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

/** One file without module syntax, as an old-fashioned page has it. */
async function bundle(page: CallPageName): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'pages', `${page}.ts`), formats: ['iife'], name: 'page' },
    },
  })) as readonly Rolldown.RolldownOutput[];
  const [first] = built.flatMap(({ output }) => output);
  if (first === undefined || first.type !== 'chunk') throw new Error(`${page} was not built`);
  return first.code;
}
