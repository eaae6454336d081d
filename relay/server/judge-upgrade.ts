import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../../lib/core/error-codes';
import { SUBPROTOCOL } from '../../lib/core/wire/frames';
import { isForeign } from './origins';

/** Where the socket is. */
export const SOCKET_PATH = '/v1/socket';

/** Why no WebSocket is opened: a status of HTTP, and the code in its body. */
export type UpgradeRefusal = { readonly status: 400 | 403 | 404 | 429 | 503; readonly code: ErrorCode };

/** Looks at the request alone; `undefined` where nothing speaks against it. A program that is no browser has no origin. */
export function judgeUpgrade(
  { url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>,
  allowedOrigins: readonly string[],
): UpgradeRefusal | undefined {
  const { origin } = headers;
  if (url.split('?', 1)[0] !== SOCKET_PATH) return { status: 404, code: 'relay/not-found' };
  if (isForeign(origin, allowedOrigins)) return { status: 403, code: 'relay/origin' };
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.includes(SUBPROTOCOL) ? undefined : { status: 400, code: 'relay/version' };
}

/** Answers and hangs up; a client that reads nothing keeps nothing open. */
export function refuseUpgrade(socket: Duplex, { status, code }: UpgradeRefusal): void {
  const body = JSON.stringify({ code });
  socket.once('finish', () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nCache-Control: no-store\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}
