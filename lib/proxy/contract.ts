/**
 * What the in-page proxy (main world, lib/proxy) and its isolated half (lib/chatpage/proxy-link) tell each other.
 * No key and no plaintext of ours ever stands in it: what the page overhears or forges here it could do without us.
 */

/** Seen from the page: `out` goes to the server, `in` comes from it. */
export type Direction = 'out' | 'in';

export type StreamKind =
  /** RFC 7395, subprotocol `xmpp`: one frame is one stanza, or `<open/>`, `<close/>`. */
  | 'websocket'
  /** XEP-0124 over XMLHttpRequest or fetch: one frame is one `<body/>`. One stream for each address (without query). */
  | 'bosh'
  /** Bodies of BOSH that come as server-sent events. */
  | 'event-source';

/** A way out of the page that the proxy cannot look into. */
export type BlindSpot =
  | 'worker'
  | 'shared-worker'
  | 'service-worker'
  | 'websocket-stream'
  | 'web-transport'
  /** A stream of XMPP that was open before the proxy came: only a reload lets it be seen. */
  | 'earlier'
  /** Another script was there first and has put something in the place of what the proxy listens to. */
  | 'replaced'
  /** A frame of XMPP that is no text, too large to hand over, or asked for synchronously: it passed unseen. */
  | 'unreadable';

/** One unit of XMPP on its way. `number` counts from 1, for each stream and direction, without gaps. */
export type ProxyFrame = {
  readonly stream: number;
  readonly number: number;
  readonly direction: Direction;
  readonly text: string;
};

/** What the proxy says. */
export type FromProxy =
  /** A stream of XMPP has begun: said before its first frame. `url` is cut at `LINE_LIMITS.url`. */
  | { readonly kind: 'stream'; readonly stream: number; readonly over: StreamKind; readonly url: string }
  /** To be answered once, by `answer` or `refuse`, at once or later. Until then it and all behind it wait. */
  | ({ readonly kind: 'frame' } & ProxyFrame)
  /** The stream has ended. A stream of BOSH never says so. */
  | { readonly kind: 'closed'; readonly stream: number }
  /** This frame was not answered in time and passed as it was (or, where `strict`, ended its stream). */
  | { readonly kind: 'late'; readonly stream: number; readonly number: number; readonly direction: Direction }
  /** `url` may be empty. Said again to each isolated half that attaches. */
  | { readonly kind: 'elsewhere'; readonly what: BlindSpot; readonly url: string };

/** What the isolated half says. */
export type ToProxy =
  /** The frame goes on: with another text, or as it was where there is none. */
  | {
      readonly kind: 'answer';
      readonly stream: number;
      readonly number: number;
      readonly direction: Direction;
      readonly text?: string;
    }
  /** The frame must not go on: its stream is ended in its place, since none may be dropped. */
  | { readonly kind: 'refuse'; readonly stream: number; readonly number: number; readonly direction: Direction }
  /**
   * Convenience mode, where bodies of the page are plaintext: an outgoing frame with a message that nobody answers ends
   * its stream instead of passing. Holds until it is said otherwise, also when the isolated half is gone.
   */
  | { readonly kind: 'strict'; readonly on: boolean }
  /** Nobody answers from now on: frames pass as they are. */
  | { readonly kind: 'gone' };

export const LINE_LIMITS = {
  /** UTF-16 units of one frame: a larger one passes unseen, and is told. */
  frame: 4_000_000,
  url: 2_000,
  /** Blind spots that are remembered; more are not told. */
  elsewhere: 64,
  /** Milliseconds that a frame waits for its answer, and the proxy for its first isolated half. */
  patience: 10_000,
} as const;

/**
 * Where an isolated half meets the proxy: an event of this type on `performance`, which `document.open` leaves alone,
 * has as its `relatedTarget` a detached element, on which all else is said. Without one it is the proxy that asks.
 * Whoever met somebody prevents its default. See docs/proxy.md.
 */
export const MEETING = 'sotto-chat-line';
/** A proxy asks by this whether another one is there already, which then prevents its default. */
export const PRESENCE = 'sotto-chat-proxy';
/** Types of the events on the detached element; their `detail` is text of lib/proxy/line-format. */
export const SPEAKER = { proxy: 'proxy', half: 'half' } as const;
