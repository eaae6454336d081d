import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import type { ErrorCode } from '../../lib/core/error-codes';
import { type AppError, toErrorCode } from '../../lib/core/errors';

/** The status of an answer that is a code (RFC 9110, 15; RFC 6585 for 429; RFC 4918 for 507). */
const STATUS: Partial<Record<ErrorCode, number>> = {
  'wire/malformed': 400,
  'relay/ticket-expired': 401,
  'relay/origin': 403,
  'relay/not-found': 404,
  'relay/too-slow': 408,
  'relay/offset': 409,
  'relay/version': 412,
  'relay/too-large': 413,
  'relay/unsealed': 422,
  'relay/private-key': 422,
  'relay/wait': 429,
  'relay/waiting': 503,
  'relay/draining': 503,
  'relay/quota': 507,
};

/** All that a client learns of a failure: a status, and the code as JSON. */
export function answer(reply: FastifyReply, code: ErrorCode, status = STATUS[code] ?? 500): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify({ code }));
}

/** What went wrong, as a code of the relay; what nobody expected is `relay/internal`. */
export function codeOf(error: AppError | (Error & { readonly statusCode?: number })): ErrorCode {
  const code = toErrorCode(error);
  if (code !== 'bus/internal') return code;
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 413) return 'relay/too-large';
  return status >= 400 && status < 500 ? 'wire/malformed' : 'relay/internal';
}

/** Requests that are no HTTP, or came too slowly: the parser of Node refuses them before any route. */
export function answerBroken(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [line, code] = BROKEN[error.code ?? ''] ?? ['400 Bad Request', 'wire/malformed'];
  const body = JSON.stringify({ code });
  const head = [
    `HTTP/1.1 ${line}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const BROKEN: Readonly<Record<string, readonly [string, ErrorCode]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'relay/too-slow'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'relay/too-large'],
};
