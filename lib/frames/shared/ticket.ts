import type { TicketId } from '../../core/brand';
import { parseTicketId } from '../../core/parse';

/** The ticket that our frame was opened with (`#<32 hex digits>`), or undefined where there is none. */
export function ticketFromHash(hash: string): TicketId | undefined {
  try {
    return parseTicketId(hash.replace(/^#/, ''));
  } catch {
    return undefined;
  }
}
