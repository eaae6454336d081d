import type { Brand, Fingerprint, Origin } from './brand';
import type { Decision } from './certificate';
import type { ConversationId } from './chat';
import type { ErrorCode } from './error-codes';

/** Calls, our own and those of other people's pages, as they cross between worlds. Times: milliseconds since 1970. */

/** Random 128 bits, hex: one call, the same on both sides. */
export type CallId = Brand<string, 'CallId'>;

/**
 * Why a call of ours is over. `missed`: nobody answered in time, or it came while nobody could be told; `cancelled`: who
 * called gave up; `failed`: no connection, or the window was closed by force; `differ`: the words were said to differ.
 * Append, never move: the place is the number on the wire.
 */
export const CALL_ENDS = ['ended', 'declined', 'busy', 'missed', 'cancelled', 'failed', 'differ'] as const;
export type CallEnd = (typeof CALL_ENDS)[number];

/** One STUN or TURN server (RFC 7064, RFC 7065), as RTCIceServer has it. */
export type IceServer = { readonly url: string; readonly username?: string; readonly credential?: string };

/** Whether it relays media (RFC 7065), and does not only say where one is. */
export const isTurn = ({ url }: Pick<IceServer, 'url'>): boolean => /^turns?:/i.test(url);

/** The words of ZRTP (RFC 6189, 4.5.2; docs/media.md, 4): the same on both screens. */
export type CallWords =
  | { readonly state: 'waiting' }
  /** Somebody is between, or a side was restarted too often: they cannot be compared in this call. */
  | { readonly state: 'failed'; readonly code: ErrorCode }
  | {
      readonly state: 'ready';
      /** Four characters of z-base-32. */
      readonly characters: string;
      /** Four words of PGPfone. */
      readonly words: readonly string[];
      readonly continuity: 'new' | 'continued' | 'lost';
      /** The line continues one on which the words were compared. */
      readonly verified: boolean;
      readonly compared?: 'same' | 'different';
    };

export type CallPeer = {
  readonly name: string;
  readonly fingerprint: Fingerprint;
  readonly decision: Decision | 'unknown';
};

/** A call of ours that is under way, as its window sees it. */
export type CallView = {
  readonly id: CallId;
  readonly conversation: ConversationId;
  readonly direction: 'out' | 'in';
  /** Asked for with a picture. */
  readonly video: boolean;
  readonly peer: CallPeer;
  /**
   * `calling`: the offer went out; `ringing`: it rings at the other's; `incoming`: it rings here; `answered`: both want
   * it, and the windows connect; `over`.
   */
  readonly phase: 'calling' | 'ringing' | 'incoming' | 'answered' | 'over';
  readonly at: number;
  /** When media first flowed. */
  readonly connectedAt?: number;
  readonly over?: { readonly why: CallEnd; readonly by: 'me' | 'them'; readonly at: number };
  readonly words: CallWords;
  readonly servers: readonly IceServer[];
  /** Through a TURN server or not at all (`iceTransportPolicy` of WebRTC). */
  readonly onlyTurn: boolean;
};

/** One line of the list of calls, and of the conversation's history. */
export type CallLine = {
  readonly id: CallId;
  readonly conversation: ConversationId;
  readonly name: string;
  readonly direction: 'out' | 'in';
  readonly video: boolean;
  readonly at: number;
  readonly why: CallEnd;
  /** Of media, where there was any. */
  readonly seconds?: number;
  /** A missed call that was not looked at yet. */
  readonly isNew: boolean;
  /** It did not ring, because they had called so often. */
  readonly quiet?: true;
};

/** What a call's window says to the other's, through the secure channel (RFC 8829: descriptions; RFC 8838: trickle). */
export type CallSignal =
  | { readonly kind: 'description'; readonly type: 'offer' | 'answer'; readonly sdp: string }
  /** Each an RTCIceCandidateInit as JSON; an empty text is the end of them. */
  | { readonly kind: 'candidates'; readonly candidates: readonly string[] }
  /** What is shown as muted on the other screen. */
  | { readonly kind: 'muted'; readonly microphone: boolean; readonly camera: boolean; readonly screen: boolean };

/** How a call in somebody else's page is protected: design.md has the words. Never more than is true. */
export const PAGE_CALL_STATUSES = ['off', 'waiting', 'sealed', 'compared', 'blocked', 'cannot', 'tampered'] as const;
export type PageCallStatus = (typeof PAGE_CALL_STATUSES)[number];

/** A place in a protected call (docs/media.md, 1.2): 0 to 15, given out by who began it, who has 0. */
export type CallPlace = number;

export type PageCallMember = {
  readonly place: CallPlace;
  readonly peer: CallPeer;
  /** `asked`: has not answered; `waiting`: keys are on their way; `in`: both have keys; `no-channel`: they and I have none. */
  readonly state: 'asked' | 'waiting' | 'in' | 'left' | 'no-channel';
  readonly words: CallWords;
};

/** Everything that our window shows about the call in one tab. */
export type PageCallView = {
  readonly origin: Origin;
  readonly status: PageCallStatus;
  /** Why, in `cannot`, `blocked` and `tampered`. */
  readonly code?: ErrorCode;
  /** Whether media flow in this tab at all. */
  readonly live: boolean;
  readonly call?: CallId;
  readonly members: readonly PageCallMember[];
  /** Who asks to protect a call on a page of this origin. */
  readonly invitations: ReadonlyArray<{ readonly call: CallId; readonly from: CallPeer; readonly at: number }>;
  /** With whom it could be protected: people with an open channel. */
  readonly choices: ReadonlyArray<CallPeer & { readonly conversation: ConversationId }>;
};

/** What a page's script counts, and says at least every 500 ms while media flow. */
export type PageCallReport = {
  /** Senders and receivers with media. */
  readonly live: number;
  /** Those that our transform is not on, or not any more. */
  readonly uncovered: number;
  /** Frames since the last report: sent by the browser in clear while they must not be. */
  readonly clear: number;
  /** Nothing is protected in this document, or not yet: media pass as the page sends them. */
  readonly passing: boolean;
  /** What cannot be sealed here, or was tampered with. */
  readonly code?: ErrorCode | undefined;
};

export const CALL_LIMITS = {
  /** A call rings so long. */
  ringMs: 45_000,
  /** An offer that is older when it comes is a missed call. */
  offerMs: 60_000,
  sdpLength: 40_000,
  candidates: 40,
  candidateLength: 1_000,
  /** People in a protected call of a page: places of docs/media.md. */
  members: 16,
  servers: 8,
  serverLength: 300,
} as const;
