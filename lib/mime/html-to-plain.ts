import { decodeEntities } from './entities';

/** Elements whose content is never read. */
const SILENT = new Set(['head', 'script', 'style', 'title', 'template', 'noscript', 'textarea', 'select', 'object']);
const BREAKS = new Set(['br', 'p', 'div', 'tr', 'li', 'ul', 'ol', 'pre', 'table', 'blockquote', 'hr', 'body']);
for (const level of [1, 2, 3, 4, 5, 6]) BREAKS.add(`h${level}`);

/**
 * The words of an HTML text, without a DOM and in one pass: to look for armor and to name what stands outside an
 * envelope, where the background has no DOM. Nothing here is ever drawn as HTML. A picture is named by `[image]`.
 */
export function htmlToPlain(html: string): string {
  const out: string[] = [];
  const say = (piece: string): void => {
    if (piece !== '') out.push(piece);
  };
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      say(decodeEntities(html.slice(at)));
      break;
    }
    say(decodeEntities(html.slice(at, open)));
    at = behindTag(html, open, out);
  }
  return out
    .join('')
    .replace(/\u00a0/g, ' ')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function behindTag(html: string, open: number, out: string[]): number {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4);
    return end < 0 ? html.length : end + 3;
  }
  const match = /^<(\/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})/.exec(html.slice(open, open + 34));
  if (!match) {
    if (html[open + 1] === '!' || html[open + 1] === '?') return tagEnd(html, open + 1);
    out.push('<');
    return open + 1;
  }
  const name = (match[2] ?? '').toLowerCase();
  const end = tagEnd(html, open + match[0].length);
  if (name === 'img' || name === 'svg') out.push('[image]');
  if (BREAKS.has(name)) breakLine(out, name === 'br');
  if (match[1] === '' && SILENT.has(name)) {
    const close = new RegExp(`</${name}[\\s>/]`, 'gi');
    close.lastIndex = end;
    const found = close.exec(html);
    return found ? tagEnd(html, found.index + 2) : html.length;
  }
  return end;
}

/** A block begins a new line; two that meet make one line end. */
function breakLine(out: string[], always: boolean): void {
  const last = out.at(-1);
  if (always || (last !== undefined && !last.endsWith('\n'))) out.push('\n');
}

/** Index behind the `>` that ends a tag, quotes respected. */
function tagEnd(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at++) {
    const character = html[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return at + 1;
    else if ((character === '"' || character === "'") && /[=\s]/.test(html[at - 1] ?? '')) quote = character;
  }
  return html.length;
}
