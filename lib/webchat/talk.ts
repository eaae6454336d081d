import type { Fingerprint, Origin } from '../core/brand';
import type { TalkId, TalkPlace } from '../core/webchat';
import type { MessageId } from '../core/wire/ids';

/** Everything that is remembered of one talk; sealed by the vault as one piece, so that a step is written whole. */
export type Talk = {
  readonly id: TalkId;
  readonly origin: Origin;
  readonly place: TalkPlace;
  /** Who the person chose, or accepted. */
  readonly peer?: Fingerprint;
  readonly draft: string;
  /**
   * How far the key agreement through the chat is, with my device and the channel of this talk: state of
   * lib/webchat/agreement, which alone reads it. Empty: never begun. Wiped when a newer one is stored.
   */
  readonly agreement: Uint8Array;
  /** Payloads that go out as soon as the page is there, in this order. */
  readonly waiting: readonly Uint8Array[];
  /** How many lines were remembered so far, with those that are not kept any more. */
  readonly lines?: { readonly texts: number; readonly steps: number };
  /** Messages of mine, newest last. */
  readonly outgoing?: readonly Outgoing[];
};

/** A message is sealed once, and its payload kept until the page has sent it: asked again, it is the same message. */
export type Outgoing = { readonly id: MessageId; readonly payload?: Uint8Array };
