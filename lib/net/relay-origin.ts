import { AppError } from '../core/errors';

/** As URL writes them (WHATWG URL, 3.5): every form of 127.0.0.0/8 and ::1, and the name (RFC 6761, 6.3). */
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** What a resume statement can name. */
const MOST = 255;

/**
 * The origin of a relay from what a person types: `relay.example.org`, `https://…`, `http://127.0.0.1:8470`,
 * `localhost:8470`. Without TLS this machine alone is reached: `http` is assumed there, and allowed nowhere else.
 * Fails with `relay/address`.
 */
export function relayOrigin(text: string): string {
  const typed = text.trim();
  const url = SCHEME.test(typed) ? parse(typed.replace(/^ws(s?):/i, 'http$1:')) : parse(`https://${typed}`);
  const { protocol, hostname, host, pathname, search, hash, username, password } = url;
  const isLoopback = LOOPBACK.test(hostname);
  const isBare = pathname === '/' && `${search}${hash}${username}${password}` === '' && !/[?#@]/.test(typed);
  if (!isBare || host.length > MOST) throw new AppError('relay/address');
  if (!SCHEME.test(typed)) return isLoopback ? parse(`http://${typed}`).origin : url.origin;
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback)) throw new AppError('relay/address');
  return url.origin;
}

function parse(text: string): URL {
  const url = text.length <= 2 * MOST ? URL.parse(text) : null;
  if (url === null || url.hostname === '') throw new AppError('relay/address');
  return url;
}
