import type { FastifyReply, FastifyRequest } from 'fastify';
import { isExtension } from '../server/origins';

/** On every answer. The page at `/` sets a policy of its own, which allows its one style sheet. */
const ALWAYS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), browsing-topics=()',
  'x-robots-tag': 'noindex',
};

/** A year: RFC 6797. Only where the relay itself does TLS; a proxy says it for itself. */
const STRICT = 'max-age=31536000';

const CROSS_ORIGIN: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, HEAD, PATCH',
  'access-control-allow-headers': 'Authorization, Content-Type, Range, Tus-Resumable, Upload-Offset',
  'access-control-expose-headers': 'Accept-Ranges, Content-Range, Tus-Resumable, Upload-Length, Upload-Offset',
  'access-control-max-age': '600',
};

export function setHeaders(request: FastifyRequest, reply: FastifyReply, tls: boolean): void {
  reply.headers(ALWAYS).header('vary', 'Origin');
  if (tls) reply.header('strict-transport-security', STRICT);
  const { origin } = request.headers;
  if (origin !== undefined && isExtension(origin)) {
    reply.header('access-control-allow-origin', origin).headers(CROSS_ORIGIN);
  }
}
