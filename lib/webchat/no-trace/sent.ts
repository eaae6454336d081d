import { AppError } from '../../core/errors';
import { WEBCHAT_LIMITS } from '../../core/webchat';
import type { MessageId } from '../../core/wire/ids';

/** Messages of mine that may be asked for again. */
const MOST = 100;
/** In base 64, with what OTR puts around it, it fits one text of a page. */
const TEXT_OCTETS = Math.floor((WEBCHAT_LIMITS.otrLength * 3) / 4) - 1_024;

/** Throws `chat/too-long`, `otr/unsendable`. */
export function assertSendable(text: string): void {
  const octets = new TextEncoder().encode(text).length;
  if (octets > TEXT_OCTETS) throw new AppError('chat/too-long');
  if (octets === 0 || text.includes('\0')) throw new AppError('otr/unsendable');
}

/** The texts that each message of mine became, until the page has sent them: asked again, it is the same message. */
export type Sent = {
  /** Empty where the page has sent them; `undefined` for a message that is new. */
  find(id: MessageId): readonly string[] | undefined;
  keep(id: MessageId, texts: readonly string[]): void;
  left(id: MessageId): void;
  clear(): void;
};

export function createSent(): Sent {
  const messages = new Map<MessageId, readonly string[]>();
  return {
    find: (id) => messages.get(id),
    keep(id, texts) {
      messages.set(id, texts);
      const [oldest] = messages.keys();
      if (messages.size > MOST && oldest !== undefined) messages.delete(oldest);
    },
    left(id) {
      if (messages.has(id)) messages.set(id, []);
    },
    clear: () => messages.clear(),
  };
}
