import type { Brand, Fingerprint } from './brand';
import type { Decision } from './certificate';
import type { ChannelState, NoTraceView } from './chat';
import type { ErrorCode } from './error-codes';
import type { VaultPhase } from './vault-state';

/** Sealed conversations in other people's chat pages ("talks"), as they cross between worlds. */

/** Random 128 bits, hex: one talk on this device. It says nothing about whom it is with. */
export type TalkId = Brand<string, 'TalkId'>;

/**
 * How words are sealed: `channel` (docs/protocol.md, its key agreement goes through the page's chat), `openpgp`
 * (XEP-0373), `no-trace` (OTRv3).
 */
export const WAYS = ['channel', 'openpgp', 'no-trace'] as const;
export type Way = (typeof WAYS)[number];

/**
 * `sealed`: the page sees ciphertext only. `convenience`: what goes over its XMPP connection is sealed, and the page can
 * read it.
 */
export const SITE_MODES = ['sealed', 'convenience'] as const;
export type SiteMode = (typeof SITE_MODES)[number];

/** One thing that a person uses a site for; a site may have several (`SiteUses`). */
export const SITE_USES = ['mail', 'chat', 'call'] as const;
export type SiteUse = (typeof SITE_USES)[number];

/** CSS selectors that the person picked, where the box and the messages of a page were not found. */
export type Picks = { readonly box: string; readonly messages: string };

/** The conversation that is open in the page. Every word of it is the page's: shown as such, never believed. */
export type TalkPlace = {
  /** `xmpp`: the proxy sees the page's XMPP connection, and the conversation is with one bare JID on it. */
  readonly protocol: 'xmpp' | 'text';
  /** Names it within the origin: the other's bare JID for `xmpp`; else made of address and heading. At most 300. */
  readonly locator: string;
  /** At most 200. */
  readonly title: string;
  /** My bare JID, for `xmpp`. */
  readonly account?: string | undefined;
};

/** One person whose certificate may be meant. `name` is from the certificate. */
export type TalkPeer = {
  readonly fingerprint: Fingerprint;
  readonly name: string;
  readonly email?: string;
  readonly decision: Decision | 'unknown';
};

/** Everything that the box frame draws. */
export type BoxView = {
  readonly phase: VaultPhase | 'no-key';
  readonly mode: SiteMode;
  /** The person's own phrase, that a page cannot know. */
  readonly phrase: string;
  readonly place: TalkPlace;
  /** Why the page itself keeps everything from being sent: a hidden connection, no box, no connection. */
  readonly blocked?: ErrorCode;
  /** A person is picking in the page. */
  readonly picking?: 'box' | 'messages';
  /** Who reads what is written here; `undefined` until the person chose. */
  readonly peer?: TalkPeer;
  /** Certificates in use or verified, best guess for this place first. */
  readonly choices: readonly TalkPeer[];
  /** A certificate that came here and waits for a decision in the certificate window. */
  readonly offered?: TalkPeer;
  /** How the next words go out; `none` where they cannot yet. */
  readonly way: Way | 'none';
  /** How far the key agreement through this chat is; `none` where it was not begun. */
  readonly channel: ChannelState;
  /** Twelve digits to be compared by voice, in an open channel. */
  readonly comparison?: string;
  /** Whether words can be sent now. */
  readonly writable: boolean;
  /** Why not, or why it does not go on. */
  readonly problem?: ErrorCode;
  /** Only `xmpp`: whether my certificate stands at my account, so that others find it; `undefined` until it is known. */
  readonly published?: boolean;
  readonly noTrace?: Pick<NoTraceView, 'phase' | 'code' | 'smp'>;
  readonly draft: string;
};

/** What one sealed text in the page is. */
export type LineView =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly mine: boolean;
      /** Of the certificate; `undefined` for mine. */
      readonly from?: TalkPeer;
      readonly way: Way;
      /** Milliseconds since 1970, where that is sealed with it. */
      readonly at?: number;
      /** It opened, and something about it must be told: a time that is far off, a sender whom nobody decided about. */
      readonly problem?: ErrorCode;
    }
  /** Part of a key agreement: words for people, and perhaps a certificate to look at. */
  | {
      readonly kind: 'step';
      readonly step: 'greeting' | 'opening' | 'answer' | 'end' | 'no-trace' | 'compare';
      readonly mine: boolean;
      readonly peer?: TalkPeer;
    }
  | { readonly kind: 'locked' }
  /** `again`: it may open later (a part is missing, nobody decided yet). */
  | { readonly kind: 'not-opened'; readonly code: ErrorCode; readonly again: boolean };

/** Sizes of what crosses. */
export const WEBCHAT_LIMITS = {
  /** Characters of one message. */
  textLength: 10_000,
  /** Octets of one sealed payload: lib/inline carries no more. */
  payloadOctets: 65_536,
  otrLength: 40_000,
  locatorLength: 300,
  titleLength: 200,
  /** Certificates of one address, from PEP. */
  certificates: 5,
} as const;
