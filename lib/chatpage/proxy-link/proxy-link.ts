import type { BlindSpot, ProxyFrame, StreamKind } from '../../proxy/contract';

/** What becomes of a frame: another text in its place, or `undefined`: it goes on as it is. A throw refuses it. */
export type FrameAnswer = string | undefined;

/** What is done with what the proxy says. All of it may be forged by the page: it is text of the page, no more. */
export type ProxyListener = {
  /** Answered at once wherever possible: then the page sees its own event, and no task is added. */
  readonly onFrame: (frame: ProxyFrame) => FrameAnswer | Promise<FrameAnswer>;
  readonly onStream?: (stream: { readonly stream: number; readonly over: StreamKind; readonly url: string }) => void;
  readonly onClosed?: (stream: number) => void;
  /** A frame was not answered in time: it passed as it was. */
  readonly onLate?: (frame: Omit<ProxyFrame, 'text'>) => void;
  readonly onElsewhere?: (where: { readonly what: BlindSpot; readonly url: string }) => void;
};

export type ProxyLink = {
  /** True once a proxy was met in this document. */
  isMet(): boolean;
  /** Convenience mode: no frame with a message leaves unanswered, whatever happens to us. */
  setStrict(on: boolean): void;
  /** Says `gone`: from now on frames pass as they are. */
  stop(): void;
};
