import type { Print } from './prints';

/** Which prints were seen lately: 11 to 21 octets of memory each, no object. */
export type Seen = {
  has(print: Print): boolean;
  add(print: Print, period: number): void;
  /** Takes back the newest ones: a commit failed. */
  takeBack(prints: readonly Print[]): void;
  /** Forgets the periods before. */
  forget(before: number): void;
};

const LEAST = 2 ** 10;
/** The largest table: making it from the next smaller one takes 20 ms. */
const MOST = 2 ** 20;
const fillOf = (places: number): number => Math.floor(places * 0.75);

type Table = { words: Uint32Array; used: number; period: number };

/** `tables`: how many of the largest are kept; beyond them the oldest is forgotten before its time. */
export function createSeen({
  tables: most = 24,
  onCut = () => {},
}: {
  tables?: number;
  onCut?: () => void;
} = {}): Seen {
  /** The newest first. */
  let tables: Table[] = [];

  const room = (period: number): Table => {
    const [newest] = tables;
    if (newest !== undefined && newest.period >= period && newest.used < fillOf(newest.words.length / 2)) return newest;
    if (newest !== undefined && newest.period >= period && newest.words.length / 2 < MOST) return grow(newest);
    const fresh = { words: new Uint32Array(LEAST * 2), used: 0, period };
    tables.unshift(fresh);
    if (tables.length > most) {
      tables.pop();
      onCut();
    }
    return fresh;
  };

  return {
    has: (print) => tables.some((table) => find(table.words, print) < 0),
    add: (print, period) => {
      const table = room(period);
      put(table, print);
    },
    takeBack: (prints) => {
      for (const table of tables) {
        const gone = prints.filter((print) => find(table.words, print) < 0);
        if (gone.length > 0) rebuild(table, gone);
      }
    },
    forget: (before) => {
      tables = tables.filter(({ period }) => period >= before);
    },
  };
}

/** Where the print belongs: the index of a free place, or -1 where it is there. Linear probing. */
function find(words: Uint32Array, [first, second]: Print): number {
  const mask = words.length / 2 - 1;
  for (let at = second & mask; ; at = (at + 1) & mask) {
    const held = words[at * 2];
    if (held === 0) return at * 2;
    if (held === first && words[at * 2 + 1] === second) return -1;
  }
}

function put(table: Table, print: Print): void {
  const at = find(table.words, print);
  if (at < 0) return;
  table.words[at] = print[0];
  table.words[at + 1] = print[1];
  table.used += 1;
}

function* printsOf(words: Uint32Array): Iterable<Print> {
  for (let at = 0; at < words.length; at += 2) {
    const first = words[at] ?? 0;
    if (first !== 0) yield [first, words[at + 1] ?? 0];
  }
}

function refill(table: Table, words: Uint32Array, keep: (print: Print) => boolean): void {
  const old = table.words;
  table.words = words;
  table.used = 0;
  for (const print of printsOf(old)) if (keep(print)) put(table, print);
}

function grow(table: Table): Table {
  refill(table, new Uint32Array(table.words.length * 2), () => true);
  return table;
}

function rebuild(table: Table, without: readonly Print[]): void {
  const gone = new Set(without.map(([first, second]) => `${first}.${second}`));
  refill(table, new Uint32Array(table.words.length), ([first, second]) => !gone.has(`${first}.${second}`));
}
