import type { PageRequest } from '../bus/protocol';
import type { ReplyMode } from '../bus/views';
import type { DraftId } from '../core/brand';
import type { OutgoingEnvelope } from '../core/compose';
import { AppError, isErrorCode } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { Ticket } from './tickets';

export type PagePorts = {
  /** `undefined` where the content script is gone. */
  readonly ask: (tabId: number, frameId: number, request: PageRequest) => Promise<unknown>;
};

/** Questions to the content script that a ticket belongs to. It is treated as if the page answered. */
export function createPages({ ask }: PagePorts) {
  const to = (ticket: Ticket, request: PageRequest) => ask(ticket.tabId, ticket.pageFrameId, request);
  return {
    /** The ciphertext again, after the background lost it. Throws `mail/source-unavailable`. */
    async source(ticket: Ticket): Promise<Blob> {
      const answer = await to(ticket, { ask: 'page.source', ticket: ticket.id });
      if (!(answer instanceof Blob) || answer.size > LIMITS.sealedOctets) throw new AppError('mail/source-unavailable');
      return answer;
    },

    /** Throws what the page answered, `mail/page-closed` where there is none. */
    async deliver(ticket: Ticket, envelope: OutgoingEnvelope): Promise<void> {
      const answer = (await to(ticket, { ask: 'page.deliver', ticket: ticket.id, envelope })) as
        | { ok?: unknown; code?: unknown }
        | undefined
        | null;
      if (answer === undefined || answer === null) throw new AppError('mail/page-closed');
      if (answer.ok !== true) throw new AppError(isErrorCode(answer.code) ? answer.code : 'mail/send-failed');
    },

    async closeComposer(ticket: Ticket, leave: 'keep-draft' | 'write-without' | 'sent'): Promise<void> {
      await to(ticket, { ask: 'page.closeComposer', ticket: ticket.id, leave });
    },

    async openCompose(ticket: Ticket, mode: ReplyMode, draft: DraftId): Promise<void> {
      const answer = await to(ticket, { ask: 'page.openCompose', ticket: ticket.id, mode, draft });
      if (answer === undefined) throw new AppError('mail/page-closed');
    },
  };
}

export type Pages = ReturnType<typeof createPages>;
