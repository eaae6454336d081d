import { LIMITS } from '../core/limits';
import {
  type Parser,
  parseBlob,
  parseBoolean,
  parseFingerprint,
  parseList,
  parseNothing,
  parseOneOf,
  parseOptional,
  parseShape,
  parseText,
  parseTicketId,
} from '../core/parse';
import {
  type BoxView,
  type LineView,
  type Picks,
  type SiteMode,
  type TalkPlace,
  WAYS,
  WEBCHAT_LIMITS,
} from '../core/webchat';
import { parseMessageId } from './chat-inputs';
import { command } from './command';
import { parseErrorCode, parseTicketOnly } from './inputs';
import type { TicketGrant } from './views';

const { textLength, payloadOctets, otrLength, locatorLength, titleLength, certificates } = WEBCHAT_LIMITS;

const parsePlace = parseShape<TalkPlace>({
  protocol: parseOneOf(['xmpp', 'text']),
  locator: parseText(locatorLength),
  title: parseText(titleLength),
  account: parseOptional(parseText(locatorLength)),
} as never) as Parser<TalkPlace>;

const parsePicks = parseShape<Picks>({ box: parseText(500), messages: parseText(500) });
const parsePayload = parseBlob(payloadOctets);

/** `locator`: of the conversation that the box drew. Where its page shows another one by now: `webchat/moved`. */
const box = { ticket: parseTicketId, locator: parseText(locatorLength) };

/** What a chat page's script hears when it begins. */
export type ChatPageHello = { readonly mode: SiteMode; readonly picks?: Picks };

/**
 * The commands of chats in other people's pages. A page gets tickets, and ciphertext; plaintext only by
 * `chatPage.reveal`, and only where the person chose convenience for the site (docs/adr/0011).
 */
export const WEBCHAT_PROTOCOL = {
  'chatPage.hello': command(['page'], parseNothing).returns<ChatPageHello>(),
  /** The frame over the page's box. Asked again with the same ticket: the place or what blocks it has changed. */
  'chatPage.offerBox': command(
    ['page'],
    parseShape({
      ticket: parseTicketId,
      place: parsePlace,
      blocked: parseOptional(parseErrorCode),
      picking: parseOptional(parseOneOf(['box', 'messages'])),
    }),
  ).returns<TicketGrant>(),
  /** One sealed text of the page; exactly one of `octets` (joined parts of lib/inline) and `otr`. */
  'chatPage.offerLine': command(
    ['page'],
    parseShape({
      ticket: parseTicketId,
      place: parsePlace,
      octets: parseOptional(parsePayload),
      otr: parseOptional(parseText(otrLength)),
      /** As the page shows it: a hint, never believed. */
      mine: parseOptional(parseBoolean),
      /** False for what stood in the page before: an old request is not answered again. */
      fresh: parseBoolean,
    }),
  ).returns<TicketGrant>(),
  'chatPage.savePicks': command(['page'], parseShape({ picks: parseOptional(parsePicks) })).returns<undefined>(),
  /** What the account of `address` publishes by PEP (XEP-0373, 4): none, one or several. */
  'chatPage.keysFound': command(
    ['page'],
    parseShape({
      account: parseText(locatorLength),
      address: parseText(locatorLength),
      certificates: parseList(parseBlob(LIMITS.certificateOctets), certificates),
    }),
  ).returns<undefined>(),
  /** Only in convenience: words of the page become a sealed payload. `undefined`: this talk is not sealed, or cannot be. */
  'chatPage.seal': command(['page'], parseShape({ place: parsePlace, text: parseText(textLength) })).returns<
    { readonly sealed: Blob } | { readonly plain: true }
  >(),
  /** Only in convenience: the words of a sealed payload. */
  'chatPage.reveal': command(['page'], parseShape({ place: parsePlace, octets: parsePayload })).returns<{
    readonly text: string;
  }>(),

  /** Only in convenience: words of the page did not go out, because they could not be sealed. */
  'chatPage.notSealed': command(['page'], parseShape({ code: parseErrorCode })).returns<undefined>(),

  'chatBox.open': command(['frame'], parseTicketOnly).returns<BoxView>(),
  'chatBox.choose': command(['frame'], parseShape({ ...box, fingerprint: parseFingerprint })).returns<undefined>(),
  /** Begins, or begins anew, the key agreement through this chat. */
  'chatBox.begin': command(['frame'], parseShape(box)).returns<undefined>(),
  /** Ends the channel on both sides. */
  'chatBox.end': command(['frame'], parseShape(box)).returns<undefined>(),
  'chatBox.send': command(
    ['frame'],
    parseShape({
      ...box,
      message: parseMessageId,
      text: parseText(textLength),
      /** How, and for whom, the box said that it goes out. */
      way: parseOneOf(WAYS),
      peer: parseOptional(parseFingerprint),
    }),
  ).returns<undefined>(),
  'chatBox.saveDraft': command(['frame'], parseShape({ ...box, text: parseText(textLength) })).returns<undefined>(),
  'chatBox.noTrace': command(['frame'], parseShape({ ...box, on: parseBoolean })).returns<undefined>(),
  /** Answers what they asked, else asks: only while it is without trace. */
  'chatBox.compare': command(
    ['frame'],
    parseShape({ ...box, secret: parseText(200), question: parseOptional(parseText(200)) }),
  ).returns<undefined>(),
  'chatBox.stopComparing': command(['frame'], parseShape(box)).returns<undefined>(),
  /** Puts my certificate at my account, for others to find (XEP-0373, 4.1). */
  'chatBox.publish': command(['frame'], parseShape(box)).returns<undefined>(),
  /** Lets the person point at the box and at the messages; `stop` ends that. */
  'chatBox.pick': command(['frame'], parseShape({ ticket: parseTicketId, stop: parseBoolean })).returns<undefined>(),
  'chatLine.open': command(['frame'], parseTicketOnly).returns<LineView>(),
} as const;

/** What the background asks of the script of a chat page; answered with `PageAnswer`. */
export type ChatPageRequest =
  /** Put into the page's box, send, and see it leave: a payload for lib/inline, or a text as it is. */
  | { readonly ask: 'chatPage.deliver'; readonly ticket: string; readonly octets?: Blob; readonly text?: string }
  | { readonly ask: 'chatPage.pick'; readonly ticket: string; readonly stop: boolean }
  | { readonly ask: 'chatPage.findKeys'; readonly ticket: string; readonly address: string }
  | {
      readonly ask: 'chatPage.publish';
      readonly ticket: string;
      readonly certificate: Blob;
      readonly fingerprint: string;
    };
