import type { TicketId } from '../core/brand';
import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import type { Reading, ReadingOutcome } from '../core/reading';
import type { ReadMailPorts } from '../mail/ports';
import { type MailSource, readMail, readSource } from '../mail/read-mail';
import type { Pages } from './pages';
import type { Ticket } from './tickets';

export type MessageDetail = { readonly whole: MailSource['whole']; readonly from?: string | undefined };

/** Few and short-lived: enough that a frame finds its message ready, never an archive. */
const KEPT = 4;

/** What may have mended itself between the offer and the question. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['mail/source-unavailable', 'vault/locked']);

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
    /**
     * Begins with what a page handed over, before it is known under which ticket it will be asked for.
     * Ends in `undefined` where the keys are locked.
     */
    async start(source: Blob, detail: MessageDetail): Promise<ReadingOutcome | undefined> {
      const unlocked = await ports.isUnlocked().catch(() => false);
      return unlocked ? outcome(source, detail) : undefined;
    },

    /**
     * @param source the ciphertext; asked of the page, which fetches it meanwhile, if left out
     * @param started what `start` began with this source
     */
    async begin(ticket: Ticket, source?: Blob, started?: Promise<ReadingOutcome | undefined>): Promise<void> {
      if (source !== undefined) sources.set(ticket.id, source);
      const begun = started?.then((result) => result ?? openSource(ticket));
      if (begun !== undefined) ready.set(ticket.id, begun);
      else if (await ports.isUnlocked()) ready.set(ticket.id, openSource(ticket));
      trim();
    },

    async take(ticket: Ticket): Promise<ReadingOutcome> {
      const begun = ready.get(ticket.id);
      ready.delete(ticket.id);
      const first = await (begun ?? openSource(ticket));
      const again = begun !== undefined && !first.ok && PASSING.has(first.code);
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
