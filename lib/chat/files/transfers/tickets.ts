import type { AttachmentId } from '../../../core/wire/ids';
import type { Ask } from '../../../net/contract';
import { onCode } from './failures';

type Purpose = 'upload' | 'download';

/** Permissions for files at the relay, in memory; a new one is asked for where there is none or it is over. */
export type Tickets = {
  keep(attachment: AttachmentId, purpose: Purpose, ticket: string): void;
  /** Does what needs a ticket. */
  use<T>(attachment: AttachmentId, purpose: Purpose, work: (ticket: string) => Promise<T>): Promise<T>;
  forget(attachment: AttachmentId): void;
};

export function createTickets(ask: Ask): Tickets {
  const known = new Map<string, string>();
  const nameOf = (attachment: AttachmentId, purpose: Purpose) => `${purpose} ${attachment}`;
  return {
    keep: (attachment, purpose, ticket) => void known.set(nameOf(attachment, purpose), ticket),
    async use(attachment, purpose, work) {
      const name = nameOf(attachment, purpose);
      const anew = async () => {
        const { ticket } = await ask('attachment.ticket', { attachment, purpose });
        known.set(name, ticket);
        return work(ticket);
      };
      const ticket = known.get(name);
      return ticket === undefined ? anew() : onCode('relay/ticket-expired', () => work(ticket), anew);
    },
    forget(attachment) {
      known.delete(nameOf(attachment, 'upload'));
      known.delete(nameOf(attachment, 'download'));
    },
  };
}
