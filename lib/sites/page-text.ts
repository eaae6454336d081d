const BLOCKS = new Set(['DIV', 'P', 'PRE', 'LI', 'TR', 'TD', 'SECTION', 'ARTICLE', 'BLOCKQUOTE', 'UL', 'OL', 'TABLE']);
const SKIPPED = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'TEXTAREA', 'IFRAME']);
const QUOTE = 'BLOCKQUOTE';

/**
 * The lines a person sees in an element, without asking for a layout as `innerText` does: a megabyte of armor in
 * 16,000 lines costs milliseconds. Without `quotes`, quoted parts are left out: armor inside a quotation is somebody
 * else's.
 */
export function readLines(element: Element, quotes: 'with-quotes' | 'without-quotes' = 'without-quotes'): string {
  const parts: string[] = [];
  let atLineStart = true;
  let afterBreak = false;
  const write = (text: string) => {
    parts.push(text);
    atLineStart = text.endsWith('\n');
  };
  const visit = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      let text = (node.nodeValue ?? '').replaceAll('\u00a0', ' ');
      // `line<br>\nline`: the newline after the break is white space of the HTML source.
      if (afterBreak && text.startsWith('\n')) text = text.slice(1);
      afterBreak = false;
      if (text !== '') write(text);
      return;
    }
    const name = node.nodeName.toUpperCase();
    if (SKIPPED.has(name) || (name === QUOTE && quotes === 'without-quotes' && node !== element)) return;
    if (name === 'BR') {
      write('\n');
      afterBreak = true;
      return;
    }
    const block = BLOCKS.has(name);
    if (block && !atLineStart) write('\n');
    for (let child = node.firstChild; child !== null; child = child.nextSibling) visit(child);
    if (block && !atLineStart) write('\n');
    if (block) afterBreak = false;
  };
  visit(element);
  return parts.join('');
}

/** True once the parser has left the element: nothing more will be added to it by the document's own HTML. */
export function isParsed(element: Element): boolean {
  if (element.ownerDocument.readyState !== 'loading') return true;
  for (let node: Node | null = element; node !== null; node = node.parentNode) {
    if (node.nextSibling !== null) return true;
  }
  return false;
}
