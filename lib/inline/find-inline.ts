import { FOREIGN, lettersFor, letterValue } from './letters';
import { INLINE_LIMITS } from './limits';
import { type InlinePart, LEAD, MARK, readHead, readPart, VERSION } from './part';

/** How a page spoilt a part: letters made small or large, letters missing, anything else. */
export type Change = 'case' | 'cut' | 'damaged';

/** What is marked in a text, from `start` up to `end`. */
export type Found = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'part'; readonly part: InlinePart }
  | { readonly kind: 'changed'; readonly how: Change }
  /** Of a later version of Sotto. */
  | { readonly kind: 'newer' }
);

/** What pages put into long words: soft hyphens, joiners, marks of direction, variation selectors. */
const INVISIBLE = '\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff';
const MARKS = new RegExp([...MARK].join(`[${INVISIBLE}]*`), 'gi');
const PASSED_OVER = new RegExp(`[\\s${INVISIBLE}]`);
/** A claim of fewer letters is the Italian word "sotto", or somebody who speaks of Sotto. */
const SHORTEST_CLAIM = 12;

/** The letters from a place on, at most so many: `last` is where the last of them stands, `count` how many they are. */
type Run = { readonly count: number; readonly last: number };

/**
 * Everything marked in `text`, in its order. White space and invisible characters are passed over, words before and
 * behind a part do not count. Never throws; takes time and memory in proportion to the text.
 */
export function findInline(text: string): readonly Found[] {
  const found: Found[] = [];
  const marks = new RegExp(MARKS);
  const values = createValues(text);
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const one = readClaim(text, mark.index, marks.lastIndex, values);
    if (one === undefined) continue;
    found.push(one);
    // The last letter of a spoilt part may be the first of the next mark.
    marks.lastIndex = one.kind === 'part' ? one.end : Math.max(marks.lastIndex, one.end - 1);
  }
  return found;
}

/** Room for the letters of one part, the same for all: many great claims cost no more than one. */
function createValues(text: string): () => Uint8Array {
  let values: Uint8Array | undefined;
  return () => {
    values ??= new Uint8Array(Math.min(text.length, LEAD + lettersFor(INLINE_LIMITS.octets)));
    return values;
  };
}

function readClaim(text: string, start: number, from: number, values: () => Uint8Array): Found | undefined {
  const lead = collect(text, from, LEAD, values);
  if (lead.count < SHORTEST_CLAIM) return undefined;
  const version = values()[0] ?? 0;
  const changed = (how: Change, last: number): Found => {
    const mark = text.slice(start, from);
    const isExact = mark === MARK || mark.replace(/[^a-z]/gi, '') === MARK;
    return { kind: 'changed', how: isExact ? how : 'case', start, end: last + 1 };
  };
  if (lead.count < LEAD) return changed('cut', lead.last);
  if (version > VERSION && version <= 9) return { kind: 'newer', start, end: lead.last + 1 };
  const head = version === VERSION ? readHead(values().subarray(1, LEAD)) : undefined;
  if (head === undefined) return changed('damaged', lead.last);
  const letters = lettersFor(head.size);
  const body = collect(text, lead.last + 1, letters, values);
  if (body.count < letters) return changed('cut', Math.max(lead.last, body.last));
  const part = readPart(head, values().subarray(0, letters));
  return part === undefined ? changed('damaged', body.last) : { kind: 'part', part, start, end: body.last + 1 };
}

function collect(text: string, from: number, most: number, room: () => Uint8Array): Run {
  const values = room();
  let count = 0;
  let last = -1;
  for (let at = from; at < text.length && count < most; at++) {
    const value = letterValue(text.charCodeAt(at));
    if (value !== FOREIGN) {
      values[count++] = value;
      last = at;
    } else if (!isPassedOver(text, at)) break;
  }
  return { count, last };
}

/** The regular expression is for the few letters behind ASCII: it costs ten times as much. */
function isPassedOver(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 ? code === 32 || (code >= 9 && code <= 13) : PASSED_OVER.test(text[at] ?? '');
}
