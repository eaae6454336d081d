import type { ChatPageRequest } from '../bus/webchat-protocol';
import type { ErrorCode } from '../core/error-codes';
import { AppError, isErrorCode } from '../core/errors';
import type { TalkPlace } from '../core/webchat';
import type { Place } from '../webchat/contract';
import type { WebchatPorts } from '../webchat/ports';
import type { PagePorts } from './pages';
import type { Ticket, Tickets } from './tickets';

/** What a box ticket remembers: the page's words. */
export type BoxDetail = {
  readonly place: TalkPlace;
  readonly blocked?: ErrorCode | undefined;
  readonly picking?: 'box' | 'messages' | undefined;
};

/** What a line ticket remembers: ciphertext; `sealed` in hex, as session memory keeps no octets in every browser. */
export type LineDetail = {
  readonly place: TalkPlace;
  readonly sealed?: string | undefined;
  readonly otr?: string | undefined;
  readonly mine?: boolean | undefined;
  readonly fresh: boolean;
};

export const placeOf = ({ origin, detail }: Pick<Ticket, 'origin' | 'detail'>): Place => ({
  ...(detail as BoxDetail).place,
  origin: origin as Place['origin'],
});

/** Questions to the script of a chat page, which is treated as if the page answered. */
export function createWebchatPages({ ask, tickets }: PagePorts & { readonly tickets: Tickets }) {
  const to = async (ticket: Ticket, request: ChatPageRequest) => {
    const answer = (await ask(ticket.tabId, ticket.pageFrameId, request)) as { ok?: unknown; code?: unknown } | null;
    if (answer?.ok === true) return;
    throw new AppError(isErrorCode(answer?.code) ? answer.code : 'webchat/page-closed');
  };
  /** The box that was made last for this place: an older one may stand in a page that is gone. */
  const boxAt = async (place: Place): Promise<Ticket> => {
    const boxes = await tickets.ofPurpose('chat-box');
    const box = boxes.find((one) => {
      const { origin, protocol, locator, account } = placeOf(one);
      const same = origin === place.origin && protocol === place.protocol && locator === place.locator;
      return same && account === place.account;
    });
    if (box === undefined) throw new AppError('webchat/page-closed');
    return box;
  };
  const page: WebchatPorts['page'] = {
    async deliver(place, what) {
      const box = await boxAt(place);
      const content = 'text' in what ? what : { octets: new Blob([what.octets as BlobPart]) };
      await to(box, { ask: 'chatPage.deliver', ticket: box.id, ...content });
    },
    async publish(place, { octets, fingerprint }) {
      const box = await boxAt(place);
      const certificate = new Blob([octets as BlobPart]);
      await to(box, { ask: 'chatPage.publish', ticket: box.id, certificate, fingerprint });
    },
    async findKeys(place, address) {
      const box = await boxAt(place);
      await to(box, { ask: 'chatPage.findKeys', ticket: box.id, address });
    },
  };
  return {
    page,
    pick: (ticket: Ticket, stop: boolean) => to(ticket, { ask: 'chatPage.pick', ticket: ticket.id, stop }),
  };
}

export type WebchatPages = ReturnType<typeof createWebchatPages>;
