import { AppError } from '../core/errors';
import type { AttachmentId } from '../core/wire/ids';
import type { SealedFileTransport } from './contract';
import { codeOf, readAtMost, wholeHeader } from './http-answer';
import { type NetPorts, netOf } from './ports';
import { relayOrigin } from './relay-origin';

/** A relay that sends nothing for so long is not there any more. */
const SILENCE_MS = 30_000;
/** Nothing tells how far an upload is: a network slower than this, in octets per second, is none. */
const SLOWEST = 4_096;
/** What a relay writes a ticket with; nothing else goes into a header. */
const TICKET = /^[\w.~+/-]{1,256}$/;

type Asked = {
  readonly relay: string;
  readonly attachment: AttachmentId;
  readonly ticket: string;
  readonly signal: AbortSignal | undefined;
};

/** As docs/relay.md, "Sealed files". A relay that claims or sends what it was not asked for is `relay/broken`. */
export function createSealedFileTransport(ports: Partial<NetPorts> = {}): SealedFileTransport {
  const net = netOf(ports);

  /** `use` reads the answer; it says by `onSign` that the relay still lives. Nothing runs on when this is settled. */
  async function request<T>(
    { relay, attachment, ticket, signal }: Asked,
    init: RequestInit,
    patienceMs: number,
    use: (response: Response, onSign: () => void) => Promise<T>,
  ): Promise<T> {
    const url = `${relayOrigin(relay)}/v1/attachments/${attachment}`;
    if (!TICKET.test(ticket)) throw new AppError('relay/broken');
    const end = new AbortController();
    const give = (): void => end.abort();
    let patience = setTimeout(give, patienceMs);
    const onSign = (): void => {
      clearTimeout(patience);
      patience = setTimeout(give, SILENCE_MS);
    };
    signal?.addEventListener('abort', give);
    try {
      if (signal?.aborted === true) throw new AppError('bus/cancelled');
      const response = await net.fetch(url, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${ticket}` },
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: end.signal,
      });
      onSign();
      if (!response.ok) throw new AppError(await codeOf(response));
      return await use(response, onSign);
    } catch (error) {
      if (signal?.aborted === true) throw new AppError('bus/cancelled', { cause: error });
      throw error instanceof AppError ? error : new AppError('relay/unreachable', { cause: error });
    } finally {
      clearTimeout(patience);
      signal?.removeEventListener('abort', give);
      // What was not read of the answer is not wanted.
      end.abort();
    }
  }

  return {
    offset: (relay, attachment, ticket, signal) =>
      request({ relay, attachment, ticket, signal }, { method: 'HEAD' }, SILENCE_MS, async (response) => {
        const offset = wholeHeader(response, 'upload-offset');
        const whole = wholeHeader(response, 'upload-length');
        if (offset === undefined || whole === undefined || offset > whole) throw new AppError('relay/broken');
        return offset;
      }),
    append: (relay, attachment, ticket, at, piece, signal) => {
      const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(at) };
      const patienceMs = SILENCE_MS + (piece.length * 1_000) / SLOWEST;
      const init = { method: 'PATCH', headers, body: piece };
      return request({ relay, attachment, ticket, signal }, init, patienceMs, async (response) => {
        const offset = wholeHeader(response, 'upload-offset');
        const isForward = offset !== undefined && offset <= at + piece.length && (offset > at || piece.length === 0);
        if (response.status !== 204 || !isForward) throw new AppError('relay/broken');
        return offset;
      });
    },
    read: (relay, attachment, ticket, at, octets, signal) => {
      const init = { headers: { range: `bytes=${at}-${at + octets - 1}` } };
      return request({ relay, attachment, ticket, signal }, init, SILENCE_MS, async (response, onSign) => {
        const length = lengthOf(response, at, octets);
        const body = await readAtMost(response, length, onSign);
        if (body === undefined) throw new AppError('relay/broken');
        if (body.length < length) throw new AppError('relay/unreachable');
        return body;
      });
    },
  };
}

/** How many octets the answer says it holds, where these are of the range that was asked for (RFC 9110, 14.4). */
function lengthOf(response: Response, at: number, octets: number): number {
  const [, first, last] =
    /^bytes (\d{1,12})-(\d{1,12})\/\d{1,12}$/.exec(response.headers.get('content-range') ?? '') ?? [];
  const length = Number(last) - Number(first) + 1;
  const isAsked = response.status === 206 && Number(first) === at && length > 0 && length <= octets;
  if (!isAsked) throw new AppError('relay/broken');
  return length;
}
