import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a server does when a text comes that begins with this word and a blank. */
type Orders = Readonly<Record<string, (socket: WebSocket, rest: string) => void>>;

const NAMESPACE = 'http://jabber.org/protocol/httpbind';
const orders: Orders = {
  echo: (socket, rest) => socket.send(rest),
  binary: (socket, rest) => socket.send(Buffer.from(rest)),
  /** `close <code> <reason>` after three frames. */
  close(socket, rest) {
    const [code, ...reason] = rest.split(' ');
    for (const name of ['one', 'two', 'three']) socket.send(`<message>clear ${name}</message>`);
    socket.close(Number(code), reason.join(' '));
  },
  /** No closing handshake: the page hears an error. */
  drop(socket) {
    for (const name of ['one', 'two', 'three']) socket.send(`<message>clear ${name}</message>`, () => undefined);
    socket.send('last', () => socket.terminate());
  },
  count(socket, rest) {
    for (let number = 1; number <= Number(rest); number += 1) socket.send(`<message>clear ${number}</message>`);
  },
};

/** A real server for pages that speak XMPP, or something else: sockets at `/ws`, BOSH at `/bosh`, echo at `/echo`. */
export async function openXmppLike(page: string) {
  /** What came to the server, in its order. */
  const came: string[] = [];
  const http = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({
    server: http,
    handleProtocols: (offered) => [...offered][0] ?? false,
  });
  sockets.on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => came.push(`closed ${code} ${reason.toString()}`));
    socket.on('message', (data, isBinary) => {
      const text = data.toString();
      came.push(isBinary ? `binary ${text}` : text);
      if (isBinary) return;
      const [word, rest] = [text.split(' ', 1)[0] ?? '', text.slice(text.indexOf(' ') + 1)];
      orders[word]?.(socket, rest);
    });
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (request.method === 'POST') came.push(body);
    response.setHeader('cache-control', 'no-store');
    if (url.pathname === '/bosh') {
      response.setHeader('content-type', 'text/xml; charset=utf-8');
      const asked = /n=(\d+)/.exec(body)?.[1] ?? '';
      return response.end(`<body xmlns='${NAMESPACE}'><message><body>clear ${asked}</body></message></body>`);
    }
    if (url.pathname === '/events') {
      response.setHeader('content-type', 'text/event-stream');
      const stanza = `<body xmlns='${NAMESPACE}'>clear</body>`;
      response.write(`retry: 60000\n\n`);
      for (const data of url.searchParams.has('xmpp') ? [stanza, stanza, stanza] : ['clear', 'clear'])
        response.write(`data: ${data}\nid: 7\n\n`);
      return undefined;
    }
    if (url.pathname === '/echo') {
      response.setHeader('content-type', request.headers['content-type'] ?? 'text/plain');
      return response.end(body);
    }
    if (url.pathname === '/worker.js') {
      response.setHeader('content-type', 'text/javascript');
      return response.end('');
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(page);
  };
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    came,
    connected: () => sockets.clients.size,
    origin: `http://127.0.0.1:${port}`,
    socketUrl: `ws://127.0.0.1:${port}/ws`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
