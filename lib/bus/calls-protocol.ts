import {
  CALL_LIMITS,
  type CallId,
  type CallLine,
  type CallPlace,
  type CallSignal,
  type CallView,
  type IceServer,
  type PageCallReport,
  type PageCallView,
} from '../core/calls';
import { AppError } from '../core/errors';
import {
  type Parser,
  parseBlob,
  parseBoolean,
  parseList,
  parseNothing,
  parseOneOf,
  parseOptional,
  parseOrigin,
  parseShape,
  parseText,
  parseTicketId,
  parseWhole,
} from '../core/parse';
import type { DeviceId, MessageId } from '../core/wire/ids';
import { parseConversationId, parseMessageId } from './chat-inputs';
import { command } from './command';
import { parseErrorCode, parseTicketOnly } from './inputs';
import type { TicketGrant } from './views';

const { sdpLength, candidates, candidateLength, servers, serverLength, members } = CALL_LIMITS;

// Ids of 128 bits in hex, all of them.
const parseCallId = parseMessageId as unknown as Parser<CallId>;
const parseDeviceId = parseMessageId as unknown as Parser<DeviceId>;
const parseTab = parseWhole(0, 2 ** 31);
const parsePlace: Parser<CallPlace> = parseWhole(0, members - 1);
const one = parseShape<{ id: CallId }>({ id: parseCallId });
const call = { ticket: parseTicketId, call: parseCallId };

const SIGNALS = {
  description: parseShape({
    kind: parseOneOf(['description']),
    type: parseOneOf(['offer', 'answer']),
    sdp: parseText(sdpLength),
  }),
  candidates: parseShape({
    kind: parseOneOf(['candidates']),
    candidates: parseList(parseText(candidateLength), candidates),
  }),
  muted: parseShape({
    kind: parseOneOf(['muted']),
    microphone: parseBoolean,
    camera: parseBoolean,
    screen: parseBoolean,
  }),
};
const parseSignal: Parser<CallSignal> = (value) => {
  const { kind } = (value ?? {}) as { kind?: unknown };
  const parser = typeof kind === 'string' && Object.hasOwn(SIGNALS, kind) ? SIGNALS[kind as 'muted'] : undefined;
  if (parser === undefined) throw new AppError('bus/bad-input');
  return parser(value) as CallSignal;
};

const parseServer = parseShape<IceServer>({
  url: parseText(serverLength),
  username: parseOptional(parseText(serverLength)),
  credential: parseOptional(parseText(serverLength)),
} as never) as Parser<IceServer>;

/** What the other's window said, in order; `number` counts from 1 in each call. */
export type HeardSignal = { readonly number: number; readonly signal: CallSignal };

/** What the keys of a protected call are to do next, in order; `number` counts from 1 for each ticket. */
export type KeyOrder = { readonly number: number } & (
  | {
      readonly order: 'begin';
      readonly call: CallId;
      readonly place: CallPlace;
      readonly members: readonly DeviceId[];
      readonly generation: number;
    }
  | { readonly order: 'admit'; readonly call: CallId; readonly device: DeviceId }
  | { readonly order: 'evict'; readonly call: CallId; readonly device: DeviceId }
  | { readonly order: 'learn'; readonly call: CallId; readonly place: CallPlace; readonly announcement: Blob }
  | { readonly order: 'forget'; readonly call: CallId; readonly place: CallPlace }
  | {
      readonly order: 'acknowledge';
      readonly call: CallId;
      readonly device: DeviceId;
      readonly generation: number;
    }
  | { readonly order: 'end'; readonly call: CallId }
);

/** What a page's script must do with media. `clear`: nothing is protected, frames go as they are. */
export type PageCallOrder = { readonly mode: 'clear' | 'protected' };

/** What the frame's worker counted since it was last asked. */
export type FrameCounts = { readonly sealed: number; readonly opened: number; readonly refused: number };

export const CALLS_PROTOCOL = {
  /** Newest first. */
  'calls.list': command(['window'], parseNothing).returns<readonly CallLine[]>(),
  'calls.seen': command(['window'], parseNothing).returns<undefined>(),
  /** The call that is under way; one at a time. */
  'calls.current': command(['window'], parseNothing).returns<CallView | undefined>(),
  /** Opens the call's window. Asked again with the same id it is the same call. */
  'calls.start': command(
    ['window'],
    parseShape({ id: parseCallId, conversation: parseConversationId, video: parseBoolean }),
  ).returns<undefined>(),
  /** Brings the call's window to the front. */
  'calls.show': command(['window'], one).returns<undefined>(),
  /** Opens the conversation, in a tab of ours. */
  'calls.write': command(['window'], parseShape({ conversation: parseConversationId })).returns<undefined>(),
  'calls.servers': command(['window'], parseNothing).returns<readonly IceServer[]>(),
  'calls.setServers': command(
    ['window'],
    parseShape({ servers: parseList(parseServer, servers) }),
  ).returns<undefined>(),

  'call.view': command(['window'], one).returns<CallView>(),
  'call.accept': command(['window'], one).returns<undefined>(),
  'call.end': command(
    ['window'],
    parseShape({ id: parseCallId, why: parseOneOf(['ended', 'failed']) }),
  ).returns<undefined>(),
  'call.say': command(
    ['window'],
    parseShape({ id: parseCallId, message: parseMessageId as Parser<MessageId>, signal: parseSignal }),
  ).returns<undefined>(),
  'call.hear': command(['window'], parseShape({ id: parseCallId, after: parseWhole(0, 2 ** 31) })).returns<
    readonly HeardSignal[]
  >(),
  /** The digests of both DTLS certificates (RFC 8122, SHA-256 in hex), from which the words are made. */
  'call.fingerprints': command(
    ['window'],
    parseShape({ id: parseCallId, mine: parseText(64), theirs: parseText(64) }),
  ).returns<undefined>(),
  /** Media flow; said again every few seconds, so that a window that died is noticed. */
  'call.alive': command(['window'], parseShape({ id: parseCallId, connected: parseBoolean })).returns<undefined>(),
  /** `same` marks the certificate verified everywhere. `characters`: as they stood on the screen. */
  'call.compared': command(
    ['window'],
    parseShape({ id: parseCallId, characters: parseText(8), same: parseBoolean }),
  ).returns<undefined>(),

  // The script of a page that has calls: states and counts, no key and no name.
  /** `began`: when this document did; the same whenever it says so. */
  'callPage.hello': command(['page'], parseShape({ began: parseWhole(0, 2 ** 53) })).returns<PageCallOrder>(),
  'callPage.offerFrame': command(['page'], parseShape({ ticket: parseTicketId })).returns<TicketGrant>(),
  'callPage.report': command(
    ['page'],
    parseShape<PageCallReport>({
      live: parseWhole(0, 1_000),
      uncovered: parseWhole(0, 1_000),
      clear: parseWhole(0, 1_000_000),
      passing: parseBoolean,
      code: parseOptional(parseErrorCode),
    } as never) as Parser<PageCallReport>,
  ).returns<PageCallOrder>(),

  // Our frame in that page, beside whose worker frames are sealed.
  'callFrame.open': command(['frame'], parseTicketOnly).returns<PageCallOrder>(),
  'callFrame.orders': command(['frame'], parseShape({ ticket: parseTicketId, after: parseWhole(0, 2 ** 31) })).returns<
    readonly KeyOrder[]
  >(),
  'callFrame.announce': command(
    ['frame'],
    parseShape({ ...call, to: parseDeviceId, generation: parseWhole(0, 2 ** 32 - 1), announcement: parseBlob(400) }),
  ).returns<undefined>(),
  'callFrame.took': command(
    ['frame'],
    parseShape({ ...call, place: parsePlace, generation: parseWhole(0, 2 ** 32 - 1) }),
  ).returns<undefined>(),
  'callFrame.counts': command(
    ['frame'],
    parseShape({
      ...call,
      sealed: parseWhole(0, 1_000_000),
      opened: parseWhole(0, 1_000_000),
      refused: parseWhole(0, 1_000_000),
    }),
  ).returns<undefined>(),

  // Our window about the call in one tab.
  'pageCall.view': command(['window'], parseShape({ tabId: parseTab })).returns<PageCallView>(),
  /** `origin`: of the page that the window drew. Where the tab shows another by now: `callpage/moved`. */
  'pageCall.protect': command(
    ['window'],
    parseShape({
      tabId: parseTab,
      origin: parseOrigin,
      conversations: parseList(parseConversationId, members - 1),
    }),
  ).returns<undefined>(),
  'pageCall.join': command(['window'], parseShape({ tabId: parseTab, call: parseCallId })).returns<undefined>(),
  'pageCall.decline': command(['window'], parseShape({ call: parseCallId })).returns<undefined>(),
  'pageCall.end': command(['window'], parseShape({ tabId: parseTab })).returns<undefined>(),
  'pageCall.compared': command(
    ['window'],
    parseShape({ tabId: parseTab, place: parsePlace, characters: parseText(8), same: parseBoolean }),
  ).returns<undefined>(),
} as const;

/** What the background asks of the script of a page that has calls. */
export type CallPageRequest = { readonly ask: 'callPage.mode' } & PageCallOrder;
