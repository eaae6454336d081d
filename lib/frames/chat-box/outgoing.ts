import { toHex } from '../../core/wire/hex';
import type { MessageId } from '../../core/wire/ids';

export type Outgoing = {
  /** The id for these words here: the same words tried again are the same message, whether the first try arrived or not. */
  idFor(place: string, text: string): MessageId;
  sent(): void;
};

export const randomMessageId = (): MessageId => toHex(crypto.getRandomValues(new Uint8Array(16))) as MessageId;

export function createOutgoing(newId: () => MessageId): Outgoing {
  let trying: { readonly place: string; readonly text: string; readonly id: MessageId } | undefined;
  return {
    idFor(place, text) {
      if (trying?.place !== place || trying.text !== text) trying = { place, text, id: newId() };
      return trying.id;
    },
    sent() {
      trying = undefined;
    },
  };
}
