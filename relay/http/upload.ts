import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../lib/core/error-codes';
import type { AttachmentId } from '../../lib/core/wire/ids';
import type { AttachmentInfo, AttachmentStore } from '../stores/ports';
import { createIncoming, type Incoming } from './incoming';
import type { Pace } from './patience';
import { createSealGuard } from './seal-guard';

export type Piece = {
  readonly request: IncomingMessage;
  readonly offset: number;
  /** Declared octets of the body, 0 where it says nothing. */
  readonly length: number;
  /** Fails with `relay/not-found`. */
  readonly find: () => Promise<AttachmentInfo>;
};
export type Taken = { readonly received: number } | { readonly received: number; readonly code: ErrorCode };

export type Uploads = {
  take(id: AttachmentId, piece: Piece): Promise<Taken>;
  /** The relay is about to end: what arrived is kept, and its sender told where to go on. */
  drain(): void;
};

/**
 * Appends pieces of files. One at a time for a file: who comes again, after its connection died without a word, takes
 * the place of the piece that still waits.
 */
export function createUploads({
  attachments,
  pace,
}: {
  readonly attachments: AttachmentStore;
  readonly pace: Pace;
}): Uploads {
  const open = new Map<AttachmentId, { readonly incoming: Incoming; readonly done: Promise<unknown> }>();

  async function append(id: AttachmentId, { offset, length, find }: Piece, incoming: Incoming): Promise<Taken> {
    const info = await find();
    const { received } = info;
    if (offset !== received) return { received, code: 'relay/offset' };
    if (offset + length > info.octets) return { received, code: 'relay/too-large' };
    const guard = createSealGuard(incoming.octets, offset, info.octets);
    const end = await attachments.append(id, offset, guard.octets);
    const refused = guard.refused();
    if (refused === 'relay/private-key') await attachments.remove(id);
    if (refused !== undefined && incoming.ended() === undefined) return { received, code: refused };
    if (end === 'offset') return { received, code: 'relay/offset' };
    if (end === 'too-large') return { received, code: 'relay/too-large' };
    if (end === 'not-found') return { received: 0, code: 'relay/not-found' };
    const ended = incoming.ended();
    if (ended === undefined) return { received: end };
    return { received: end, code: ended === 'slow' ? 'relay/too-slow' : 'relay/draining' };
  }

  return {
    drain: () => {
      for (const { incoming } of open.values()) incoming.giveUp();
    },
    take: async (id, piece) => {
      const incoming = createIncoming(piece.request, pace);
      const before = open.get(id);
      before?.incoming.giveUp();
      const done = (before?.done ?? Promise.resolve()).then(() => append(id, piece, incoming));
      const mine = { incoming, done: done.catch(() => undefined) };
      open.set(id, mine);
      try {
        return await done;
      } finally {
        if (open.get(id) === mine) open.delete(id);
      }
    },
  };
}
