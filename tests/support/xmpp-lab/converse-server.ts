import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { CONVERSE_PAGE, type ConverseAddresses, converseBoot, strictPolicy } from './converse-page';

const TYPES: Readonly<Partial<Record<string, string>>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

export type ConverseServer = { readonly url: string; close(): Promise<void> };

/** Serves Converse on loopback: `/`, and `/csp/` with a strict policy. `dist` is the folder of that name of its package. */
export async function startConverseServer(dist: string, addresses: ConverseAddresses): Promise<ConverseServer> {
  const boot = converseBoot(addresses);
  const policy = strictPolicy(addresses);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://lab');
    const give = (type: string, body: string | Buffer, headers: Record<string, string> = {}) => {
      // Revalidated, never taken from a cache unseen: the files of one run are those of the next.
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache', ...headers });
      response.end(body);
    };
    if (pathname === '/') return give(TYPES['.html'] ?? '', CONVERSE_PAGE);
    if (pathname === '/csp/') return give(TYPES['.html'] ?? '', CONVERSE_PAGE, { 'content-security-policy': policy });
    if (pathname === '/boot.js') return give(TYPES['.js'] ?? '', boot);
    const file = join(dist, normalize(pathname.slice('/dist'.length)));
    if (pathname.startsWith('/dist/') && file.startsWith(dist) && existsSync(file) && statSync(file).isFile())
      return give(TYPES[extname(file)] ?? 'application/octet-stream', readFileSync(file));
    response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
