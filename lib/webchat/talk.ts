import type { Fingerprint, Origin } from '../core/brand';
import type { TalkId, TalkPlace } from '../core/webchat';

/** Everything that is remembered of one talk; sealed by the vault as one piece, so that a step is written whole. */
export type Talk = {
  readonly id: TalkId;
  readonly origin: Origin;
  readonly place: TalkPlace;
  /** Who the person chose, or accepted. */
  readonly peer?: Fingerprint;
  readonly draft: string;
  readonly agreement: Agreement;
  /** Payloads that go out as soon as the page is there, in this order. */
  readonly waiting: readonly Uint8Array[];
};

/** How far the key agreement through the chat is (docs/webchat.md). */
export type Agreement = {
  /** When I greeted last; 0: never. */
  readonly greetedAt: number;
  /** Their greeting or opening, and the certificate that came with it, waiting for a decision. */
  readonly asked?: {
    readonly kind: 'greeting' | 'opening';
    readonly payload: Uint8Array;
    readonly certificate: Fingerprint;
  };
  /** State of lib/channel, once the other's device is accepted. */
  readonly channel?: Uint8Array;
  readonly endedBy?: 'me' | 'them';
};
