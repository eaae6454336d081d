import type { BlindSpot, Direction, FromProxy, StreamKind, ToProxy } from './contract';

/** The two things that reading needs, so that the main world can bring its captured ones. */
export type TextTools = {
  readonly indexOf: (text: string, part: string) => number;
  readonly slice: (text: string, from: number, to?: number) => string;
};

/*
 * Fields are divided by line feeds, and the last one takes all that is left. No JSON: in the main world it would ask
 * prototypes that the page can change, and a stanza would be escaped and read once more for nothing.
 */

const place = (of: { readonly stream: number; readonly number: number; readonly direction: Direction }): string =>
  `${of.stream}\n${of.number}\n${of.direction}`;

export function writeFromProxy(message: FromProxy): string {
  switch (message.kind) {
    case 'stream':
      return `stream\n${message.stream}\n${message.over}\n${message.url}`;
    case 'frame':
      return `frame\n${place(message)}\n${message.text}`;
    case 'closed':
      return `closed\n${message.stream}`;
    case 'late':
      return `late\n${place(message)}`;
    case 'elsewhere':
      return `elsewhere\n${message.what}\n${message.url}`;
  }
}

export function writeToProxy(message: ToProxy): string {
  switch (message.kind) {
    case 'answer':
      return message.text === undefined ? `same\n${place(message)}` : `answer\n${place(message)}\n${message.text}`;
    case 'refuse':
      return `refuse\n${place(message)}`;
    case 'strict':
      return `strict\n${message.on ? 1 : 0}`;
    case 'gone':
      return 'gone';
  }
}

const isStreamKind = (word: string): word is StreamKind =>
  word === 'websocket' || word === 'bosh' || word === 'event-source';

const isBlindSpot = (word: string): word is BlindSpot =>
  word === 'worker' ||
  word === 'shared-worker' ||
  word === 'service-worker' ||
  word === 'websocket-stream' ||
  word === 'web-transport' ||
  word === 'earlier' ||
  word === 'replaced' ||
  word === 'unreadable';

/** `undefined` for anything that is not of this form: it is text of the page. */
export function readFromProxy(tools: TextTools, text: string): FromProxy | undefined {
  const first = cut(tools, text);
  if (first.head === 'frame' || first.head === 'late') {
    const found = readPlace(tools, first.rest);
    if (found === undefined) return undefined;
    const { stream, number, direction, rest } = found;
    return first.head === 'late'
      ? { kind: 'late', stream, number, direction }
      : { kind: 'frame', stream, number, direction, text: rest };
  }
  const second = cut(tools, first.rest);
  if (first.head === 'elsewhere')
    return isBlindSpot(second.head) ? { kind: 'elsewhere', what: second.head, url: second.rest } : undefined;
  const stream = toCount(second.head);
  if (stream === undefined) return undefined;
  if (first.head === 'closed') return { kind: 'closed', stream };
  const { head: over, rest: url } = cut(tools, second.rest);
  return first.head === 'stream' && isStreamKind(over) ? { kind: 'stream', stream, over, url } : undefined;
}

/** `undefined` for anything that is not of this form: the page can say here what it likes. */
export function readToProxy(tools: TextTools, text: string): ToProxy | undefined {
  const { head, rest } = cut(tools, text);
  if (head === 'gone') return { kind: 'gone' };
  if (head === 'strict') return { kind: 'strict', on: rest === '1' };
  if (head !== 'answer' && head !== 'same' && head !== 'refuse') return undefined;
  const found = readPlace(tools, rest);
  if (found === undefined) return undefined;
  const { stream, number, direction } = found;
  if (head === 'refuse') return { kind: 'refuse', stream, number, direction };
  return { kind: 'answer', stream, number, direction, ...(head === 'answer' ? { text: found.rest } : {}) };
}

type Cut = { readonly head: string; readonly rest: string };

function cut(tools: TextTools, text: string): Cut {
  const at = tools.indexOf(text, '\n');
  return at < 0 ? { head: text, rest: '' } : { head: tools.slice(text, 0, at), rest: tools.slice(text, at + 1) };
}

function readPlace(tools: TextTools, text: string) {
  const first = cut(tools, text);
  const second = cut(tools, first.rest);
  const third = cut(tools, second.rest);
  const stream = toCount(first.head);
  const number = toCount(second.head);
  const direction = third.head;
  if (stream === undefined || number === undefined || (direction !== 'in' && direction !== 'out')) return undefined;
  return { stream, number, direction, rest: third.rest } as const;
}

/** A whole number from 1 to 2^31 - 1. */
function toCount(text: string): number | undefined {
  const number = +text;
  return number > 0 && number === (number | 0) ? number : undefined;
}
