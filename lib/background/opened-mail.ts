import type { TicketId } from '../core/brand';
import { AppError, toErrorCode } from '../core/errors';
import type { Reading, ReadingOutcome } from '../core/reading';
import type { ReadMailPorts } from '../mail/ports';
import { type MailSource, readMail, readSource } from '../mail/read-mail';
import type { Pages } from './pages';
import type { Ticket } from './tickets';

export type MessageDetail = { readonly whole: MailSource['whole']; readonly from?: string | undefined };

/** Few and short-lived: enough that a frame finds its message ready, never an archive. */
const KEPT = 4;

/**
 * Begins to open a message while its frame still loads, and forgets it once the frame has it.
 * If the background dies in between, the source is asked of the page again.
 */
export function createOpenedMail(
  ports: ReadMailPorts & { readonly pages: Pages; readonly isUnlocked: () => Promise<boolean> },
) {
  const ready = new Map<TicketId, Promise<ReadingOutcome>>();
  const sources = new Map<TicketId, Blob>();

  const open = async (source: Blob, detail: MessageDetail): Promise<Reading> => {
    const octets = await readSource(source);
    return readMail({ whole: detail.whole, octets, from: detail.from }, ports);
  };
  const outcome = (source: Blob, detail: MessageDetail): Promise<ReadingOutcome> =>
    open(source, detail).then(
      (reading) => ({ ok: true, reading }) as const,
      (error: unknown) => ({ ok: false, code: toErrorCode(error) }) as const,
    );
  const trim = () => {
    for (const id of [...sources.keys()].slice(0, Math.max(0, sources.size - KEPT))) sources.delete(id);
    for (const id of [...ready.keys()].slice(0, Math.max(0, ready.size - KEPT))) ready.delete(id);
  };

  return {
    async begin(ticket: Ticket, source: Blob): Promise<void> {
      sources.set(ticket.id, source);
      if (await ports.isUnlocked()) ready.set(ticket.id, outcome(source, ticket.detail as MessageDetail));
      trim();
    },

    async take(ticket: Ticket): Promise<ReadingOutcome> {
      const begun = ready.get(ticket.id);
      ready.delete(ticket.id);
      if (begun !== undefined && (await ports.isUnlocked())) return begun;
      const source = sources.get(ticket.id) ?? (await this.fetch(ticket));
      if (source === undefined) return { ok: false, code: 'mail/source-unavailable' };
      const result = await outcome(source, ticket.detail as MessageDetail);
      if (result.ok) sources.delete(ticket.id);
      return result;
    },

    async fetch(ticket: Ticket): Promise<Blob | undefined> {
      try {
        return await ports.pages.source(ticket);
      } catch (error) {
        if (error instanceof AppError) return undefined;
        throw error;
      }
    },

    /** On lock: nothing decrypted stays. */
    forgetAll(): void {
      ready.clear();
    },
  };
}

export type OpenedMail = ReturnType<typeof createOpenedMail>;
