const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TBODY TFOOT THEAD TR UL'.split(
    ' ',
  ),
);
/** Blocks with an empty line around them. */
const SPACED = new Set(['P', 'H1', 'H2', 'H3', 'UL', 'OL', 'TABLE', 'PRE', 'BLOCKQUOTE']);
const DEPTH = 500;

/** The words of purified elements as they are drawn, quotations marked with `>`. */
export function renderedText(body: Element): string {
  return linesOf(body, false, 0)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

function linesOf(element: Element, preformatted: boolean, depth: number): string[] {
  const lines: string[] = [''];
  const keep = preformatted || element.tagName === 'PRE';
  const say = (text: string): void => {
    const last = lines.pop() ?? '';
    lines.push(last === '' && !keep ? text.trimStart() : last + text);
  };
  for (const node of element.childNodes) {
    if (node.nodeType === 3) {
      const text = (node.nodeValue ?? '').replaceAll('\u00a0', ' ');
      if (keep) for (const [index, line] of text.split('\n').entries()) index === 0 ? say(line) : lines.push(line);
      else say(text.replace(/\s+/g, ' '));
    } else if (node.nodeType === 1) {
      sayElement(node as Element, lines, say, keep, depth);
    }
  }
  return lines.map((line) => line.trimEnd());
}

function sayElement(child: Element, lines: string[], say: (text: string) => void, keep: boolean, depth: number): void {
  const name = child.tagName;
  if (name === 'BR') {
    lines.push('');
    return;
  }
  if (name === 'IMG') {
    const alt = child.getAttribute('alt')?.trim() ?? '';
    if (alt !== '') say(`[${alt}]`);
    return;
  }
  const inner = depth > DEPTH ? [child.textContent ?? ''] : linesOf(child, keep, depth + 1);
  if (!BLOCKS.has(name)) {
    for (const [index, line] of inner.entries()) index === 0 ? sayInline(child, line, say) : lines.push(line);
    return;
  }
  if (lines.at(-1) !== '') lines.push('');
  if (SPACED.has(name) && lines.length > 1 && lines.at(-2) !== '') lines.push('');
  const mark = name === 'LI' ? '- ' : '';
  const shown =
    name === 'BLOCKQUOTE' ? withoutEmptyEnd(inner).map((line) => `>${line.startsWith('>') ? '' : ' '}${line}`) : inner;
  lines.pop();
  lines.push(...shown.map((line, index) => (index === 0 ? mark + line : line)), '');
  if (SPACED.has(name)) lines.push('');
}

function withoutEmptyEnd(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => line !== '');
  return lines.slice(0, last + 1);
}

/** White space at the edges of an inline element stands between words. */
function sayInline(child: Element, line: string, say: (text: string) => void): void {
  const text = child.textContent ?? '';
  const isCell = child.tagName === 'TD' || child.tagName === 'TH';
  say(`${/^\s/.test(text) ? ' ' : ''}${line}${/\s$/.test(text) || isCell ? ' ' : ''}`);
}
