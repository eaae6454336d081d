import type { Fingerprint, Origin } from '../core/brand';
import type { BoxView, LineView, TalkPlace, Way } from '../core/webchat';
import type { MessageId } from '../core/wire/ids';

/** A conversation in a page of this origin. */
export type Place = TalkPlace & { readonly origin: Origin };

/** One sealed text as it stands in a page. */
export type LineSource = { readonly mine?: boolean | undefined; readonly fresh: boolean } & (
  | { readonly octets: Uint8Array }
  | { readonly otr: string }
);

/** What of a box's view is about the talk; the rest is the ticket's and the settings'. */
export type TalkView = Omit<BoxView, 'mode' | 'phrase' | 'place' | 'blocked' | 'picking' | 'phase'>;

/**
 * Sealed conversations in other people's chat pages. Throws `vault/locked` while keys are locked, where it is not said
 * otherwise; what is asked again with the same message id is done once.
 */
export type Webchat = {
  view(place: Place): Promise<TalkView>;
  /** Who reads what is written here: a certificate in use or verified, else `contact/*`. */
  choose(place: Place, peer: Fingerprint): Promise<void>;
  begin(place: Place): Promise<void>;
  end(place: Place): Promise<void>;
  /**
   * Seals, has the page send it, and answers when the page has. `as`: what the person saw when they sent it; where that
   * is not so any more, `webchat/changed`. Throws `webchat/*`, `contact/*`, `key/*`, `otr/*`.
   */
  send(
    place: Place,
    message: {
      readonly id: MessageId;
      readonly text: string;
      readonly as?: { readonly way: Way; readonly peer?: Fingerprint };
    },
  ): Promise<void>;
  saveDraft(place: Place, text: string): Promise<void>;
  noTrace(place: Place, on: boolean): Promise<void>;
  /**
   * While it is without trace: compares a secret that both know, without giving it away (SMP). An answer where they
   * asked, else a question. Throws `otr/*`, `chat/too-long`.
   */
  compare(place: Place, secret: string, question?: string): Promise<void>;
  /** Their question is not answered, or mine is taken back. */
  stopComparing(place: Place): Promise<void>;
  publish(place: Place): Promise<void>;
  /** Opens what stands in the page. Never throws for what is wrong with it. Works while locked: says so. */
  open(place: Place, source: LineSource): Promise<LineView>;
  /** Certificates that PEP gave for an address: kept to be looked at, never used by themselves. Works while locked. */
  keysFound(
    place: { readonly origin: Origin; readonly account: string; readonly address: string },
    found: readonly Uint8Array[],
  ): Promise<void>;
  /** Only for sites in convenience. `undefined`: nobody was chosen here, so that words go as they are. */
  seal(place: Place, text: string): Promise<Uint8Array | undefined>;
  reveal(place: Place, octets: Uint8Array): Promise<string>;
  /** Whether a conversation without trace is asked for or under way: a background that ends now would end it. */
  active(): boolean;
  readonly events: {
    /** A certificate was added or decided about: what waited for it goes on. */
    onContacts(): Promise<void>;
    onLocked(): Promise<void>;
    /** A box of this place is there (again): what waits goes out. */
    onBox(place: Place): Promise<void>;
  };
};
