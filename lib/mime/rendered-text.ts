const BLOCKS = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI ' +
    'MAIN OL P PRE SECTION TABLE TBODY TFOOT THEAD TR UL'
  ).split(' '),
);
/** Blocks with an empty line around them. */
const SPACED = new Set(['P', 'H1', 'H2', 'H3', 'UL', 'OL', 'TABLE', 'PRE', 'BLOCKQUOTE']);
const ITEM = '- ';
const DEPTH = 500;

/** `spaced`: nothing yet, or white space last. Long lines are kept in pieces, so that adding to one is cheap. */
type Line = { quote: number; readonly pieces: string[]; spaced: boolean };

/** The words of purified elements as they are drawn, quotations marked with `>` (RFC 3676, 4.5). One pass, no copies. */
export function renderedText(body: Element): string {
  let quote = 0;
  let line: Line = { quote, pieces: [], spaced: true };
  const lines = [line];
  const feed = (): void => {
    line = { quote, pieces: [], spaced: true };
    lines.push(line);
  };
  const put = (piece: string): void => {
    if (piece === '') return;
    line.pieces.push(piece);
    line.spaced = piece.endsWith(' ');
  };
  const say = (text: string): void => put(line.spaced ? text.trimStart() : text);
  const startBlock = (spaced: boolean): void => {
    if (line.pieces.length > 1 || (line.pieces.length === 1 && line.pieces[0] !== ITEM)) feed();
    line.quote = quote;
    const before = lines.at(-2);
    if (before?.pieces.length === 0) before.quote = Math.min(before.quote, quote);
    else if (before && spaced && line.pieces.length === 0) feed();
  };
  const walk = (element: Element, preformatted: boolean, depth: number): void => {
    const keep = preformatted || element.tagName === 'PRE';
    for (const node of depth > DEPTH ? [] : element.childNodes) {
      if (node.nodeType === 3) sayText((node.nodeValue ?? '').replaceAll('\u00a0', ' '), keep);
      else if (node.nodeType === 1) walkChild(node as Element, keep, depth);
    }
    if (depth > DEPTH) say((element.textContent ?? '').replace(/\s+/g, ' '));
  };
  const sayText = (text: string, keep: boolean): void => {
    if (!keep) say(text.replace(/\s+/g, ' '));
    for (const [index, piece] of keep ? text.split('\n').entries() : []) {
      if (index > 0) feed();
      put(piece);
    }
  };
  const walkChild = (child: Element, keep: boolean, depth: number): void => {
    const name = child.tagName;
    if (name === 'BR') feed();
    else if (name === 'IMG') say(altOf(child));
    else if (BLOCKS.has(name)) walkBlock(child, keep, depth);
    else walk(child, keep, depth + 1);
    if (name === 'TD' || name === 'TH') say(' ');
  };
  const walkBlock = (child: Element, keep: boolean, depth: number): void => {
    const name = child.tagName;
    startBlock(SPACED.has(name));
    const isQuote = name === 'BLOCKQUOTE';
    if (isQuote) line.quote = ++quote;
    if (name === 'LI' && line.pieces.length === 0) put(ITEM);
    walk(child, keep, depth + 1);
    if (isQuote) quote--;
    startBlock(SPACED.has(name));
  };
  walk(body, false, 0);
  return write(lines);
}

function altOf(image: Element): string {
  const alt = image.getAttribute('alt')?.trim() ?? '';
  return alt === '' ? '' : `[${alt}]`;
}

/** At most one empty line in a row, none at the ends. */
function write(lines: readonly Line[]): string {
  const shown: string[] = [];
  let empty = true;
  for (const { quote, pieces } of lines) {
    const words = pieces.join('').trimEnd();
    if (words === '' && empty) continue;
    empty = words === '';
    shown.push(`${'>'.repeat(quote)}${quote > 0 && words !== '' ? ' ' : ''}${words}`);
  }
  if (empty) shown.pop();
  return shown.join('\n');
}
