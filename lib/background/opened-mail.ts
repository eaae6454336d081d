import type { TicketId } from '../core/brand';
import { toErrorCode } from '../core/errors';
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
  const openSource = async (ticket: Ticket): Promise<ReadingOutcome> => {
    try {
      const source = sources.get(ticket.id) ?? (await ports.pages.source(ticket));
      return await outcome(source, ticket.detail as MessageDetail);
    } catch (error) {
      return { ok: false, code: toErrorCode(error) };
    }
  };
  const trim = () => {
    for (const id of [...sources.keys()].slice(0, Math.max(0, sources.size - KEPT))) sources.delete(id);
    for (const id of [...ready.keys()].slice(0, Math.max(0, ready.size - KEPT))) ready.delete(id);
  };

  return {
    /** @param source the ciphertext; asked of the page, which fetches it meanwhile, if left out */
    async begin(ticket: Ticket, source: Blob | undefined): Promise<void> {
      if (source !== undefined) sources.set(ticket.id, source);
      if (await ports.isUnlocked()) ready.set(ticket.id, openSource(ticket));
      trim();
    },

    async take(ticket: Ticket): Promise<ReadingOutcome> {
      const begun = ready.get(ticket.id);
      ready.delete(ticket.id);
      const first = await (begun ?? openSource(ticket));
      const again = begun !== undefined && !first.ok && first.code === 'mail/source-unavailable';
      const result = again ? await openSource(ticket) : first;
      if (!result.ok) return result;
      // A large mail takes its time: what was opened before the keys locked is not given out after it.
      if (!(await ports.isUnlocked())) return { ok: false, code: 'vault/locked' };
      sources.delete(ticket.id);
      return result;
    },

    /** On lock: nothing decrypted stays. */
    forgetAll(): void {
      ready.clear();
    },
  };
}

export type OpenedMail = ReturnType<typeof createOpenedMail>;
