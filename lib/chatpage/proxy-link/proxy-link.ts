import {
  type BlindSpot,
  type FromProxy,
  LINE_LIMITS,
  MEETING,
  type ProxyFrame,
  SPEAKER,
  type StreamKind,
  type ToProxy,
} from '../../proxy/contract';
import { readFromProxy, type TextTools, writeToProxy } from '../../proxy/line-format';

/** What becomes of a frame: another text in its place, or `undefined`: it goes on as it is. */
export type FrameAnswer = string | undefined;

/** What is done with what the proxy says. All of it may be forged by the page: it is text of the page, no more. */
export type ProxyListener = {
  /**
   * Answered at once wherever possible: then the page sees its own event, and no task is added. A throw lets the frame
   * go on as it is; where `strict`, its stream is ended instead.
   */
  readonly onFrame: (frame: ProxyFrame) => FrameAnswer | Promise<FrameAnswer>;
  readonly onStream?: (stream: { readonly stream: number; readonly over: StreamKind; readonly url: string }) => void;
  readonly onClosed?: (stream: number) => void;
  /** A frame was not answered in time: it passed as it was, or, where `strict`, ended its stream. */
  readonly onLate?: (frame: Omit<ProxyFrame, 'text'>) => void;
  readonly onElsewhere?: (where: { readonly what: BlindSpot; readonly url: string }) => void;
};

export type ProxyLink = {
  /** True once a proxy was met in this document. */
  isMet(): boolean;
  /** Convenience mode: no frame with a message leaves unanswered, whatever happens to us. */
  setStrict(on: boolean): void;
  /** Says `gone`: from now on frames pass as they are (where `strict`: messages end their stream). */
  stop(): void;
};

/** What it needs of the isolated world. */
export type LinkWorld = Pick<typeof globalThis, 'CustomEvent' | 'MouseEvent'> & {
  readonly performance: EventTarget;
  readonly document: { createElement(name: 'i'): EventTarget };
};

const tools: TextTools = {
  indexOf: (text, part) => text.indexOf(part),
  slice: (text, from, to) => text.slice(from, to),
};
/** The longest thing that the proxy says, with room for its head. */
const SAID_MOST = LINE_LIMITS.frame + 100;

/** Meets the proxy of this document, now or when it comes; the newest link is the one that it speaks with. */
export function linkToProxy(world: LinkWorld, listener: ProxyListener): ProxyLink {
  const { CustomEvent, MouseEvent, performance } = world;
  const node = world.document.createElement('i');
  const stopping = new AbortController();
  const { signal } = stopping;
  let isMet = false;
  let isStrict = false;

  const say = (message: ToProxy) =>
    node.dispatchEvent(new CustomEvent(SPEAKER.half, { detail: writeToProxy(message) }));
  const settle = ({ stream, number, direction }: ProxyFrame, text: FrameAnswer) =>
    say({ kind: 'answer', stream, number, direction, ...(text === undefined ? {} : { text }) });
  const fail = (frame: ProxyFrame) => {
    const { stream, number, direction } = frame;
    if (isStrict) say({ kind: 'refuse', stream, number, direction });
    else settle(frame, undefined);
  };
  const take = (frame: ProxyFrame) => {
    try {
      const answer = listener.onFrame(frame);
      if (typeof answer !== 'object') settle(frame, answer);
      else
        answer.then(
          (text) => settle(frame, text),
          () => fail(frame),
        );
    } catch {
      fail(frame);
    }
  };
  const hear = (message: FromProxy) => {
    const { kind, ...fact } = message;
    switch (message.kind) {
      case 'frame':
        return take(fact as ProxyFrame);
      case 'stream':
        return listener.onStream?.({ stream: message.stream, over: message.over, url: message.url });
      case 'closed':
        return listener.onClosed?.(message.stream);
      case 'late':
        return listener.onLate?.({ stream: message.stream, number: message.number, direction: message.direction });
      case 'elsewhere':
        return listener.onElsewhere?.({ what: message.what, url: message.url });
    }
  };
  node.addEventListener(
    SPEAKER.proxy,
    (event) => {
      const detail: unknown = (event as CustomEvent<unknown>).detail;
      if (typeof detail !== 'string' || detail.length > SAID_MOST) return;
      const message = readFromProxy(tools, detail);
      if (message !== undefined) hear(message);
    },
    { signal },
  );
  const meet = () => {
    const meeting = new MouseEvent(MEETING, { cancelable: true, relatedTarget: node });
    isMet = !performance.dispatchEvent(meeting) || isMet;
    if (isStrict) say({ kind: 'strict', on: true });
  };
  performance.addEventListener(
    MEETING,
    (event) => {
      if (!('relatedTarget' in event) || event.relatedTarget === null) meet();
    },
    { signal },
  );
  meet();

  return {
    isMet: () => isMet,
    setStrict(on) {
      isStrict = on;
      say({ kind: 'strict', on });
    },
    stop() {
      if (signal.aborted) return;
      say({ kind: 'gone' });
      stopping.abort();
    },
  };
}
