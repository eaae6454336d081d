import type { Sender } from '../bus/sender';
import type { TicketId } from '../core/brand';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import { createSerial } from '../core/serial';

/** What a ticket is good for: one document of ours, for one purpose. */
export type TicketPurpose = 'message' | 'certificate' | 'composer' | 'bar' | 'chat-box' | 'chat-line' | 'call-frame';

export type Ticket<Detail = unknown> = {
  readonly id: TicketId;
  readonly purpose: TicketPurpose;
  readonly tabId: number;
  /** The frame of the content script that asked. */
  readonly pageFrameId: number;
  readonly origin: string;
  readonly madeAt: number;
  /** The frame that claimed it; every other frame is refused. */
  readonly claimedBy?: number;
  readonly detail: Detail;
};

export type TicketPorts = {
  readonly memory: {
    get(key: string): Promise<unknown>;
    set(key: string, value: unknown): Promise<void>;
    remove(key: string): Promise<void>;
    /** Everything whose name begins with `prefix`, in one look. */
    entries(prefix: string): Promise<ReadonlyArray<readonly [name: string, value: unknown]>>;
  };
  readonly now: () => number;
};

const PREFIX = 'ticket:';
/** Frames of pages that are long gone leave theirs behind; the browser's session memory holds 10 MB in all. */
const KEPT = 100;
/** A chat page has one for each sealed text that is on the screen: they must not push out the others. */
const LINES_KEPT = 200;
const PATHS: Record<TicketPurpose, string> = {
  message: '/reader.html',
  certificate: '/reader.html',
  composer: '/composer.html',
  bar: '/bar.html',
  'chat-box': '/chat-box.html',
  'chat-line': '/chat-line.html',
  'call-frame': '/call-frame.html',
};

export const pathFor = (purpose: TicketPurpose): string => PATHS[purpose];

/** Work that nobody waits for. */
const quietly = (work: Promise<unknown>): void => {
  work.catch(() => undefined);
};

/**
 * The right of one frame in one tab to be served. Kept in session memory, so that it outlives the background.
 * Claiming binds it to the frame that came first: a copy of the address opened elsewhere gets `ticket/used`.
 */
export function createTickets({ memory, now }: TicketPorts) {
  const read = async (id: TicketId) => (await memory.get(PREFIX + id)) as Ticket | undefined;
  const write = (ticket: Ticket) => memory.set(PREFIX + ticket.id, ticket);
  const all = async () => (await memory.entries(PREFIX)).map(([, value]) => value as Ticket);
  const dropOldest = async (purpose: TicketPurpose, share = 1) => {
    const isLine = purpose === 'chat-line';
    const kept = (isLine ? LINES_KEPT : KEPT) * share;
    const same = (await all()).filter((ticket) => (ticket.purpose === 'chat-line') === isLine);
    const oldestFirst = same.toSorted((a, b) => a.madeAt - b.madeAt);
    const surplus = oldestFirst.slice(0, Math.max(0, oldestFirst.length - kept));
    await Promise.all(surplus.map(({ id }) => memory.remove(PREFIX + id)));
  };

  /** Being made, by whatever makes them. */
  const coming = new Map<TicketId, Promise<unknown>>();
  /** Of two frames that claim at once, one is the first. */
  const serial = createSerial();
  const claimNow = async (id: TicketId, sender: Sender, purposes: readonly TicketPurpose[]): Promise<Ticket> => {
    const ticket = await read(id);
    if (ticket === undefined) throw new AppError('ticket/unknown');
    const fits =
      purposes.includes(ticket.purpose) && ticket.tabId === sender.tabId && PATHS[ticket.purpose] === sender.path;
    if (!fits || sender.frameId === undefined) throw new AppError('bus/refused');
    if (ticket.claimedBy !== undefined && ticket.claimedBy !== sender.frameId) throw new AppError('ticket/used');
    if (ticket.claimedBy === undefined && now() - ticket.madeAt > LIMITS.ticketMs) throw new AppError('ticket/unknown');
    const claimed: Ticket = { ...ticket, claimedBy: sender.frameId };
    if (ticket.claimedBy === undefined) await write(claimed);
    return claimed;
  };

  return {
    /** A frame may claim a ticket before `making` has made it, and then waits for it. */
    expect(id: TicketId, making: Promise<unknown>): void {
      coming.set(id, making);
      quietly(making.finally(() => coming.get(id) === making && coming.delete(id)));
    },

    /**
     * @param id as the content script chose it. It is no secret of ours: what a ticket opens is bound to the tab of
     * who asked for it, and one that somebody else holds is refused. Asked again by the same script, it stands.
     */
    async issue(purpose: TicketPurpose, sender: Sender, detail: unknown, id?: TicketId): Promise<Ticket> {
      const { tabId, frameId, origin } = sender;
      if (tabId === undefined || frameId === undefined || origin === undefined) throw new AppError('bus/refused');
      const known = id === undefined ? undefined : await read(id);
      if (known !== undefined) {
        const same = known.tabId === tabId && known.pageFrameId === frameId && known.origin === origin;
        if (!same || known.purpose !== purpose) throw new AppError('ticket/used');
        return known;
      }
      const ticket: Ticket = {
        id: id ?? randomTicketId(),
        purpose,
        tabId,
        pageFrameId: frameId,
        origin,
        madeAt: now(),
        detail,
      };
      // A full session memory makes room by what is oldest; a second failure is told.
      await write(ticket).catch(() => dropOldest(purpose, 0.1).then(() => write(ticket)));
      quietly(dropOldest(purpose));
      return ticket;
    },

    /** The ticket, if this sender is the frame that it was made for. */
    async claim(id: TicketId, sender: Sender, purposes: readonly TicketPurpose[]): Promise<Ticket> {
      await coming.get(id)?.catch(() => undefined);
      return serial(() => claimNow(id, sender, purposes));
    },

    async replaceDetail(ticket: Ticket, detail: unknown): Promise<void> {
      await write({ ...ticket, detail });
    },

    /** Those of one purpose, the newest first. */
    async ofPurpose(purpose: TicketPurpose): Promise<readonly Ticket[]> {
      return (await all()).filter((ticket) => ticket.purpose === purpose).toSorted((a, b) => b.madeAt - a.madeAt);
    },

    /** Our frames that stand in pages now, as far as they have claimed a ticket. */
    async frames(): Promise<ReadonlyArray<{ readonly tabId: number; readonly frameId: number }>> {
      return (await all()).flatMap(({ tabId, claimedBy }) =>
        claimedBy === undefined ? [] : [{ tabId, frameId: claimedBy }],
      );
    },

    /** Tickets of a tab that is gone, or of the page that was there before. */
    async forgetTab(tabId: number): Promise<void> {
      const gone = (await all()).filter((ticket) => ticket.tabId === tabId);
      await Promise.all(gone.map(({ id }) => memory.remove(PREFIX + id)));
    },
  };
}

export type Tickets = ReturnType<typeof createTickets>;

function randomTicketId(): TicketId {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('') as TicketId;
}
