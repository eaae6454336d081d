import type { TicketId } from '../core/brand';

/** 128 random bits from the isolated world's own source, which the page cannot replace. */
export function newTicketId(): TicketId {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('') as TicketId;
}
