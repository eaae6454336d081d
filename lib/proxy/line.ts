import { type BlindSpot, type Direction, type FromProxy, LINE_LIMITS, SPEAKER, type StreamKind } from './contract';
import { readToProxy, writeFromProxy } from './line-format';
import { createList, type Link } from './list';
import type { Pristine, Timer } from './pristine';

/** What becomes of a frame: it goes on with this text, as it was (no text), or its stream is ended in its place. */
export type Verdict = { readonly end: boolean; readonly text?: string };
export const SAME: Verdict = { end: false };
export const END: Verdict = { end: true };

export type Line = {
  /** Tells of a new stream and answers its id. */
  openStream(over: StreamKind, url: string): number;
  closeStream(id: number): void;
  /** `settle` is called once: at once, or when the isolated half has answered, or when it did not in time. */
  hand(stream: number, number: number, direction: Direction, text: string, settle: (verdict: Verdict) => void): void;
  elsewhere(what: BlindSpot, url: string): void;
  /** A new isolated half: what is open and what waits is said to it again. */
  attach(node: EventTarget): void;
};

type Waiting = {
  readonly stream: number;
  readonly number: number;
  readonly direction: Direction;
  readonly text: string;
  readonly settle: (verdict: Verdict) => void;
  timer?: Timer;
  /** The isolated half that was asked. */
  asked?: EventTarget | undefined;
};

/**
 * The main world's end of the line to the isolated half. Nobody there yet: frames wait. Gone: they pass as they are.
 * Silent (a frame was not answered in time): they are still handed over, and pass where the answer does not come at
 * once; the first answer, however late, ends that.
 */
export function createLine(pristine: Pristine): Line {
  const { later, notLater, listen, unlisten, dispatch, customEvent, bare, detailOf, text: tools } = pristine;
  let state: 'awaited' | 'there' | 'silent' | 'gone' = 'awaited';
  let half: EventTarget | undefined;
  let isStrict = false;
  let lastStream = 0;
  const streams = createList<Extract<FromProxy, { kind: 'stream' }>>(bare);
  const blindSpots = createList<Extract<FromProxy, { kind: 'elsewhere' }>>(bare);
  const waiting = createList<Waiting>(bare);

  const say = (message: FromProxy) => {
    if (half !== undefined) dispatch(half, customEvent(SPEAKER.proxy, bare({ detail: writeFromProxy(message) })));
  };
  const ask = (frame: Waiting) => {
    if (frame.asked === half) return;
    frame.asked = half;
    const { stream, number, direction, text } = frame;
    say(bare({ kind: 'frame', stream, number, direction, text }));
  };
  /** In convenience mode a body of the page is plaintext: it does not leave because nobody answered. */
  const unanswered = ({ direction, text }: Waiting): Verdict =>
    isStrict && direction === 'out' && tools.indexOf(text, '<message') >= 0 ? END : SAME;
  const settle = (link: Link<Waiting>, verdict: Verdict) => {
    if (link.gone) return;
    waiting.remove(link);
    notLater(link.value.timer);
    link.value.settle(verdict);
  };
  const tooLate = (link: Link<Waiting>) => {
    if (link.gone) return;
    const { stream, number, direction } = link.value;
    if (state === 'there') state = 'silent';
    if (state === 'awaited') state = 'gone';
    settle(link, unanswered(link.value));
    say(bare({ kind: 'late', stream, number, direction }));
  };
  const release = () => waiting.each((link) => settle(link, unanswered(link.value)));

  const hear = (event: Event) => {
    const detail = detailOf(event);
    const message = typeof detail === 'string' ? readToProxy(tools, detail) : undefined;
    if (message === undefined) return;
    if (message.kind === 'strict') {
      isStrict = message.on;
      return;
    }
    if (message.kind === 'gone') {
      state = 'gone';
      leave();
      release();
      return;
    }
    if (state === 'silent') state = 'there';
    const { stream, number, direction } = message;
    const verdict: Verdict = message.kind === 'refuse' ? END : answered(message.text);
    waiting.each((link) => {
      const { value } = link;
      if (value.stream === stream && value.number === number && value.direction === direction) settle(link, verdict);
    });
  };
  const leave = () => {
    if (half !== undefined) unlisten(half, SPEAKER.half, hear);
    half = undefined;
  };
  // A page whose scripts of ours were taken away halfway is not kept waiting for ever, one frame after the other.
  later(() => {
    if (state !== 'awaited') return;
    state = 'gone';
    release();
  }, LINE_LIMITS.patience);

  return {
    openStream(over, url) {
      lastStream += 1;
      const opened = bare({
        kind: 'stream' as const,
        stream: lastStream,
        over,
        url: tools.slice(url, 0, LINE_LIMITS.url),
      });
      streams.add(opened);
      say(opened);
      return lastStream;
    },
    closeStream(id) {
      streams.each((link) => {
        if (link.value.stream === id) streams.remove(link);
      });
      say(bare({ kind: 'closed', stream: id }));
    },
    hand(stream, number, direction, text, settled) {
      const link = waiting.add(bare({ stream, number, direction, text, settle: settled }));
      if (state === 'there' || state === 'silent') ask(link.value);
      if (link.gone) return;
      if (state === 'gone') {
        settle(link, unanswered(link.value));
        return;
      }
      if (state === 'silent') {
        tooLate(link);
        return;
      }
      link.value.timer = later(() => tooLate(link), LINE_LIMITS.patience);
    },
    elsewhere(what, url) {
      if (blindSpots.count() >= LINE_LIMITS.elsewhere) return;
      const spot = bare({ kind: 'elsewhere' as const, what, url: tools.slice(url, 0, LINE_LIMITS.url) });
      blindSpots.add(spot);
      say(spot);
    },
    attach(node) {
      if (node === half) return;
      leave();
      half = node;
      state = 'there';
      listen(node, SPEAKER.half, hear);
      streams.each((link) => say(link.value));
      blindSpots.each((link) => say(link.value));
      waiting.each((link) => ask(link.value));
    },
  };
}

const answered = (text: string | undefined): Verdict => (text === undefined ? SAME : { end: false, text });
