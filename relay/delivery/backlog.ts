import { relayPackets } from '../../lib/core/wire/frames';
import type { MailboxStore, Stored } from '../stores/ports';
import type { Flights } from './flights';
import { hasRoom, type Lane } from './lane';

/** Hands the mailbox over to its device, page by page, as far as the device keeps up. */
export type Backlog = {
  /** Goes on where it stopped; may be called at any time. */
  pump(lane: Lane): void;
};

export type BacklogPorts = {
  readonly mailboxes: Pick<MailboxStore, 'read'>;
  readonly flights: Flights;
  onFailure(error: unknown): void;
};

const PAGE = { count: 250, octets: 256 * 1024 } as const;
/** A page that is shorter says that the end is near: new messages are held rather than stored behind it. */
const SHORT = 32;

export function createBacklog({ mailboxes, flights, onFailure }: BacklogPorts): Backlog {
  async function readOn(lane: Lane): Promise<void> {
    lane.reading = true;
    try {
      while (lane.open && hasRoom(lane) && (await readPage(lane)));
    } catch (error) {
      onFailure(error);
    } finally {
      // In the same turn as the last look at the lane: nobody's `pump` is lost between the two.
      lane.reading = false;
    }
  }

  /** Answers whether to read another. */
  async function readPage(lane: Lane): Promise<boolean> {
    const { news } = lane;
    const page = await mailboxes.read(lane.device, lane.after, PAGE);
    if (!lane.open) return false;
    for (const stored of page) hand(lane, stored);
    pingBehindReceipts(lane);
    if (page.length >= SHORT) return true;
    if (lane.state === 'behind') lane.state = 'catching';
    if (page.length > 0 || lane.news !== news) return true;
    // What is being appended has a place before everything that is held: its end goes on here.
    if (lane.unseen > 0) return false;
    flights.release(lane);
    lane.state = 'live';
    return false;
  }

  return {
    pump(lane) {
      if (!lane.reading && lane.open && lane.state !== 'live') void readOn(lane);
    },
  };
}

function hand(lane: Lane, { id, sender, at, kind, payload, place }: Stored): void {
  lane.after = place;
  // Handed over from memory before it was stored.
  if (lane.flights.has(id)) return;
  const octets = payload.length;
  lane.flights.set(id, { id, sender, octets, since: at, order: 0, where: 'stored', envelope: undefined });
  lane.unread++;
  lane.unreadOctets += octets;
  if (kind === 'message') {
    lane.line.push({ kind: 'deliver', id, at, payload });
    return;
  }
  for (const frame of relayPackets.read(payload)) lane.line.push(frame);
  if (lane.receipts.length === 0) lane.receipts = [id];
  else lane.receipts.push(id);
}

/** One ping at a time: its pong is the word that the receipts before it were read. */
export function pingBehindReceipts(lane: Lane): void {
  if (lane.pinged.length > 0 || lane.receipts.length === 0) return;
  lane.pinged = lane.receipts;
  lane.receipts = [];
  lane.line.ping();
}
