import { randomBytes } from 'node:crypto';
import type { ErrorCode } from '../../../../lib/core/error-codes';
import { AppError } from '../../../../lib/core/errors';
import type { AttachmentId } from '../../../../lib/core/wire/ids';
import type { RequestInput, RequestName, RequestOutput } from '../../../../lib/core/wire/requests';
import type { Ask, SealedFileTransport } from '../../../../lib/net/contract';

type Stored = { readonly octets: number; received: Uint8Array };
export type Call = { readonly what: string; readonly at?: number };

/** A relay for files in memory: what it does next is for the test to say. */
export type FakeRelay = {
  readonly ask: Ask;
  readonly transport: SealedFileTransport;
  readonly files: Map<AttachmentId, Stored>;
  readonly calls: Call[];
  /** Called before each answer: throws, waits, or lets through. */
  before: (call: Call) => void | Promise<void>;
  /** What is given instead of these octets. */
  giving: (octets: Uint8Array<ArrayBuffer>, at: number) => Uint8Array<ArrayBuffer>;
  ticketsAreOver(): void;
  readonly mostAtOnce: () => number;
};

export const fail = (code: ErrorCode): never => {
  throw new AppError(code);
};

export function createFakeRelay(): FakeRelay {
  const files = new Map<AttachmentId, Stored>();
  const calls: Call[] = [];
  let epoch = 0;
  let atOnce = 0;
  let most = 0;

  const find = (attachment: AttachmentId): Stored => files.get(attachment) ?? fail('relay/not-found');
  const admit = (attachment: AttachmentId, ticket: string, purpose: string): Stored => {
    if (ticket !== `${purpose}.${attachment}.${epoch}`) fail('relay/ticket-expired');
    return find(attachment);
  };
  const call = async <T>(what: string, at: number | undefined, signal: AbortSignal | undefined, work: () => T) => {
    const made = { what, ...(at === undefined ? {} : { at }) };
    calls.push(made);
    most = Math.max(most, ++atOnce);
    try {
      await relay.before(made);
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) fail('bus/cancelled');
      return work();
    } finally {
      atOnce--;
    }
  };
  const grant = (attachment: AttachmentId, purpose: string) => ({
    ticket: `${purpose}.${attachment}.${epoch}`,
    expires: 0,
  });
  const answers: { readonly [Name in RequestName]?: (input: RequestInput<Name>) => RequestOutput<Name> } = {
    'attachment.create': ({ octets }) => {
      const attachment = randomBytes(16).toString('hex') as AttachmentId;
      files.set(attachment, { octets, received: new Uint8Array(0) });
      return { attachment, upload: grant(attachment, 'upload') };
    },
    'attachment.ticket': ({ attachment, purpose }) => {
      find(attachment);
      return grant(attachment, purpose);
    },
    'attachment.delete': ({ attachment }) => {
      find(attachment);
      files.delete(attachment);
    },
  };

  const relay: FakeRelay = {
    files,
    calls,
    before: () => undefined,
    giving: (octets) => octets,
    ticketsAreOver: () => void epoch++,
    mostAtOnce: () => most,
    ask: <Name extends RequestName>(name: Name, input: RequestInput<Name>) =>
      call(name, undefined, undefined, () => (answers[name] ?? (() => fail('relay/version')))(input)),
    transport: {
      offset: (_relay, attachment, ticket, signal) =>
        call('offset', undefined, signal, () => admit(attachment, ticket, 'upload').received.length),
      append: (_relay, attachment, ticket, at, piece, signal) =>
        call('append', at, signal, () => {
          const file = admit(attachment, ticket, 'upload');
          if (at !== file.received.length) fail('relay/offset');
          if (at + piece.length > file.octets) fail('relay/too-large');
          file.received = Buffer.concat([file.received, piece]);
          return file.received.length;
        }),
      read: (_relay, attachment, ticket, at, octets, signal) =>
        call('read', at, signal, () => {
          const { received, octets: all } = admit(attachment, ticket, 'download');
          if (received.length < all) fail('relay/not-found');
          if (at >= all) fail('relay/offset');
          return relay.giving(Uint8Array.from(received.subarray(at, at + octets)), at);
        }),
    },
  };
  return relay;
}
