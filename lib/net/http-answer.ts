import type { ErrorCode } from '../core/error-codes';
import { relayCode } from './relay-code';

/** What a status says where no code comes with it: answers to HEAD, and proxies before the relay. docs/relay.md. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'wire/malformed',
  401: 'relay/ticket-expired',
  403: 'relay/origin',
  404: 'relay/not-found',
  408: 'relay/too-slow',
  409: 'relay/offset',
  412: 'relay/version',
  413: 'relay/too-large',
  416: 'relay/offset',
  422: 'relay/unsealed',
  429: 'relay/wait',
  431: 'relay/too-large',
  500: 'relay/internal',
  502: 'relay/unreachable',
  503: 'relay/waiting',
  504: 'relay/unreachable',
  507: 'relay/quota',
};
/** `{"code":"relay/registration-closed"}` and nothing else. */
const MOST_OCTETS = 256;

/** Why the relay did not do it. What is no answer of a relay at all comes from something else at this address. */
export async function codeOf(response: Response): Promise<ErrorCode> {
  const byStatus = CODES[response.status] ?? (response.status >= 500 ? 'relay/internal' : 'relay/version');
  const octets = await readAtMost(response, MOST_OCTETS).catch(() => undefined);
  if (octets === undefined) return byStatus;
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(octets));
    const said = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
    return (typeof said === 'string' ? relayCode(said) : undefined) ?? byStatus;
  } catch {
    return byStatus;
  }
}

/**
 * The octets of the body; `undefined` where there are more, and the rest is not read. `onOctets` at each part. Fails as
 * the stream does.
 */
export async function readAtMost(
  { body }: Response,
  most: number,
  onOctets: () => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const octets = new Uint8Array(most);
  if (body === null) return octets.subarray(0, 0);
  const reader = body.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return octets.subarray(0, at);
    onOctets();
    if (at + value.length > most) {
      await reader.cancel().catch(() => undefined);
      return undefined;
    }
    octets.set(value, at);
    at += value.length;
  }
}

/** A header that is one whole number; `undefined` where it is anything else. */
export function wholeHeader({ headers }: Response, name: string): number | undefined {
  const value = headers.get(name) ?? '';
  return /^\d{1,12}$/.test(value) ? Number(value) : undefined;
}
