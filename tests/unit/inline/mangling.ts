/** What pages do to a text that passes through them. `at` answers a number below its argument. */
export type Mangling = (text: string, at: (below: number) => number) => string;

const INVISIBLE = ['\u200b', '\u200c', '\u200d', '\u2060', '\u00ad', '\ufeff', '\u200e', '\ufe0f'];
const SPACES = [' ', '\n', '\r\n', '\t', '\u00a0', '\u202f', '\u3000', '\u2028', '  '];

const pick = <T>(from: readonly T[], at: (below: number) => number): T => from[at(from.length)] as T;

function insert(text: string, what: readonly string[], times: number, at: (below: number) => number): string {
  let changed = text;
  for (let time = 0; time < times; time++) {
    // Into a mark white space does not come: pages break between words, and within those that are too long for a line.
    const place = changed.indexOf('Sotto') + 5 + at(Math.max(1, changed.length - changed.indexOf('Sotto') - 5));
    changed = changed.slice(0, place) + pick(what, at) + changed.slice(place);
  }
  return changed;
}

/** None of these may keep a part from being found. */
export const HARMLESS: Readonly<Record<string, Mangling>> = {
  'white space is put in': (text, at) => insert(text, SPACES, 1 + at(9), at),
  'invisible characters are put in': (text, at) => insert(text, INVISIBLE, 1 + at(9), at),
  'invisible characters come after every letter': (text) => [...text].join('\u200b'),
  'soft hyphens come after every fourth letter': (text) => text.replace(/(.{4})/g, '$1\u00ad'),
  'lines of 76 characters': (text) => text.replace(/(.{76})/g, '$1\n'),
  'all white space goes': (text) => text.replace(/\s/g, ''),
  'white space becomes one no-break space': (text) => text.replace(/\s+/g, '\u00a0'),
  'words stand around it': (text) => `Anna, 12:45: look ${text} (edited) ok bye`,
  'quotes stand around it': (text) => `„${text}“`,
  'it is a quotation': (text) => `> ${text}\n\nthanks`,
  'its end touches words': (text) => `see:${text}bcd`,
  'quotes and dots become typographic': (text) =>
    text
      .replace(/"([^"]*)"/g, '“$1”')
      .replace(/'/g, '’')
      .replace(/\.{3}/g, '…')
      .replace(/---?/g, '—')
      .replace(/\(c\)/gi, '©')
      .replace(/\b1\/2\b/g, '½')
      .replace(/->/g, '→')
      .replace(/\b(\d+)x(\d+)\b/g, '$1×$2'),
  'markdown is drawn': (text) =>
    text
      .replace(/(\*\*|__)(.+?)\1/g, '$2')
      .replace(/([*_~`])(\S.*?)\1/g, '$2')
      .replace(/~~(.+?)~~/g, '$1')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/^#+ |^[-*+] |^\d+\. /gm, '')
      .replace(/\|\|(.+?)\|\|/g, '$1')
      .replace(/\\(.)/g, '$1'),
  'shortcodes and smileys become pictures': (text) =>
    text.replace(/:[a-z0-9_+-]+:/gi, '🙂').replace(/[:;=]-?[)(DPpOo3|\\/]|8-?[)(|]/g, '🙂'),
  'addresses become links': (text) =>
    text
      .replace(/\bhttps?:\/\/\S+/gi, '[link]')
      .replace(/\b[\w.-]+@[\w-]+\.\w+/g, '[mail]')
      .replace(/\b[\w-]+\.[a-z]{2,}\b/gi, '[domain]')
      .replace(/(^|\s)[@#]\w+/g, '$1[tag]')
      .replace(/\bwww\S+/gi, '[link]'),
  'HTML is escaped and read again': (text) => {
    const names = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' } as const;
    const escaped = text.replace(/[&<>"]/g, (letter) => `&${names[letter as keyof typeof names]};`);
    return escaped.replace(
      /&(\w+);/g,
      (all, name) => Object.entries(names).find(([, one]) => one === name)?.[0] ?? all,
    );
  },
  'it is normalised': (text, at) => text.normalize(pick(['NFC', 'NFD', 'NFKC', 'NFKD'], at)),
  'rude words are starred': (text) => text.replace(/ass|fag|cum|tit|sex|cunt|dick|fuck|shit|nazi/gi, '***'),
  'control characters go': (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ''),
};

/** Each of these must be noticed; what the finder says of it. */
export const SPOILING: ReadonlyArray<readonly [name: string, mangle: Mangling, how: 'case' | 'cut' | 'damaged']> = [
  ['all letters made small', (text) => text.toLowerCase(), 'case'],
  ['all letters made large', (text) => text.toUpperCase(), 'case'],
  ['the first of each word made large, the others small', (text) => `s${text.slice(1).toLowerCase()}`, 'case'],
  ['its end cut off', (text, at) => text.slice(0, 24 + at(text.length - 24)), 'cut'],
  ['its end replaced by an ellipsis', (text, at) => `${text.slice(0, 24 + at(text.length - 24))}… read more`, 'cut'],
  ['a smiley put into it', (text, at) => insert(text, ['🙂'], 1, () => 40 + at(20)), 'cut'],
  [
    'two letters replaced',
    (text, at) => {
      const place = 30 + at(text.length - 40);
      const others = text[place] === 'k' ? 'xx' : 'kk';
      return text.slice(0, place) + others + text.slice(place + 2);
    },
    'damaged',
  ],
];
