import type { ChatMessage, ConversationId, Validity } from '../../../../core/chat';
import type { MessageId } from '../../../../core/wire/ids';

type ToSend = { readonly id: MessageId; readonly text: string; readonly validity: Validity | undefined };
type DeskPorts = {
  readonly send: (id: ConversationId, message: ToSend) => Promise<ChatMessage>;
  readonly newId: () => MessageId;
};

/** What is on the desk of one conversation while its window is open, though another one is looked at. */
type Place = {
  /** Written and not yet said to be kept. */
  unkept?: string;
  validity?: Validity;
  /** Handed over, and not answered. */
  trying?: ToSend;
};

export type Desk = {
  /** What to show in an opened conversation, where its draft on disk may be older. */
  readonly unkept: (id: ConversationId) => string | undefined;
  readonly keepHere: (id: ConversationId, text: string) => void;
  readonly wasKept: (id: ConversationId, text: string) => void;
  readonly validity: (id: ConversationId) => Validity | undefined;
  readonly setValidity: (id: ConversationId, validity: Validity | undefined) => void;
  /** The same words tried again are the same message, whether the first try arrived or not. */
  readonly send: (id: ConversationId, text: string) => Promise<ChatMessage>;
};

const isSame = (left: Validity | undefined, right: Validity | undefined): boolean =>
  left?.from === right?.from && left?.ms === right?.ms;

/** Unfinished writing, by conversation. In memory only: gone when keys lock. */
export function createDesk({ send, newId }: DeskPorts): Desk {
  const places = new Map<ConversationId, Place>();
  const placeOf = (id: ConversationId): Place => {
    const place = places.get(id) ?? {};
    places.set(id, place);
    return place;
  };
  return {
    unkept: (id) => placeOf(id).unkept,
    keepHere: (id, text) => {
      placeOf(id).unkept = text;
    },
    wasKept: (id, text) => {
      if (placeOf(id).unkept === text) delete placeOf(id).unkept;
    },
    validity: (id) => placeOf(id).validity,
    setValidity: (id, validity) => {
      if (validity === undefined) delete placeOf(id).validity;
      else placeOf(id).validity = validity;
    },
    send: async (id, text) => {
      const place = placeOf(id);
      const { trying, validity } = place;
      const isAgain = trying?.text === text && isSame(trying.validity, validity);
      const message = isAgain ? trying : { id: newId(), text, validity };
      place.trying = message;
      const sent = await send(id, message);
      if (place.trying === message) delete place.trying;
      return sent;
    },
  };
}
