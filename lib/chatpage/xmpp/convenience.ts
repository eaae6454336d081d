import type { ErrorCode } from '../../core/error-codes';
import { AppError, toErrorCode } from '../../core/errors';
import type { TalkPlace } from '../../core/webchat';
import { readPayload } from '../../core/wire/webchat-payload';
import { bareAddress } from '../../xmpp/address';
import { classify, type MessageKind } from '../../xmpp/classify';
import { partStanza, sealedStanza } from '../../xmpp/ox-stanza';
import { attributeOf, childrenOf, textOf, type XmlElement } from '../../xmpp/xml';
import type { SealedMessage } from './incoming';
import { isBetweenTwo, wordless } from './outgoing';

/** What a site in convenience mode hands over: words of the page, to be sealed on the wire, and sealed words to it. */
export type Convenience = {
  /** The payload of kind `ox` for these words; `plain` where this talk is not sealed. Throws why it cannot be. */
  seal(place: TalkPlace, text: string): Promise<Uint8Array | 'plain'>;
  reveal(place: TalkPlace, payload: Uint8Array): Promise<string>;
  /** These words did not go out. */
  onNotSealed(code: ErrorCode, place: TalkPlace): void;
  /** What happened and what to do, for a person. */
  sentence(code: ErrorCode): string;
};

/** The proxy waits 10 s for a frame, and then ends its stream. */
const PATIENCE_MS = 8_000;
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Both are texts of OTR (OTRv3, 2.1); those are left alone. */
const isOtr = (text: string): boolean => /^\s*\?OTR/.test(text);

export const placeOf = (account: string, peer: string): TalkPlace => ({
  protocol: 'xmpp',
  locator: peer,
  title: peer,
  account,
});

/** What goes out in the place of a message with words; `undefined`: it goes as it is. Never words that were to be sealed. */
export function sealOnWire(
  stanza: XmlElement,
  account: string | undefined,
  hooks: Convenience,
): Promise<XmlElement | undefined> | undefined {
  const text = wordsIn(stanza);
  if (text === undefined) return undefined;
  const peer = bareAddress(attributeOf(stanza, 'to') ?? account ?? '') ?? '';
  const place = placeOf(account ?? '', peer);
  const seal = async (): Promise<XmlElement | undefined> => {
    // Without it nobody could say whether this talk is sealed.
    if (account === undefined || peer === '') throw new AppError('webchat/no-connection');
    const sealed = await inTime(hooks.seal(place, text));
    if (sealed === 'plain') return undefined;
    const payload = readPayload(sealed);
    if (payload?.kind !== 'ox') throw new AppError('webchat/not-sealed');
    return sealedStanza(partStanza(stanza).outside, payload.message);
  };
  return seal().catch((error: unknown) => {
    hooks.onNotSealed(toErrorCode(error), place);
    return wordless(stanza);
  });
}

/**
 * The words of a message between two that nothing seals yet. One with several bodies (RFC 6121, 5.2.3) has those of the
 * first that says anything.
 */
function wordsIn(stanza: XmlElement): string | undefined {
  if (!isBetweenTwo(stanza) || !OPEN_KINDS.includes(classify(stanza, isOtr).kind)) return undefined;
  const texts = childrenOf(stanza, 'body', stanza.namespace).map(textOf);
  return texts.find((text) => text.trim() !== '' && !isOtr(text));
}
const OPEN_KINDS: readonly string[] = ['plain', 'otr'] satisfies MessageKind['kind'][];

/** The words of a sealed message, or in brackets why they are not there. */
export async function revealed(sealed: SealedMessage, account: string, hooks: Convenience): Promise<string> {
  try {
    if (sealed.payload === undefined) throw new AppError('webchat/damaged');
    const words = await inTime(hooks.reveal(placeOf(account, sealed.peer), sealed.payload));
    return words.replace(FORBIDDEN, '\ufffd');
  } catch (error) {
    return `[${hooks.sentence(toErrorCode(error))}]`;
  }
}

/** Throws `bus/internal` for what does not come in time. */
function inTime<T>(task: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new AppError('bus/internal')), PATIENCE_MS);
    task.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
