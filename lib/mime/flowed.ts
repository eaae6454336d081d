/** Lines of `format=flowed` joined into the paragraphs that were written (RFC 3676, 4). */
export function unflow(text: string, deleteSpace: boolean): string {
  const result: string[] = [];
  let paragraph: string | undefined;
  let depth = 0;
  const close = (): void => {
    if (paragraph !== undefined) result.push(depth > 0 ? `${'>'.repeat(depth)} ${paragraph}` : paragraph);
    paragraph = undefined;
  };
  for (const line of text.split('\n')) {
    const quotes = /^>*/.exec(line)?.[0].length ?? 0;
    const content = unstuff(line.slice(quotes));
    if (quotes !== depth) close();
    depth = quotes;
    const isSignatureLine = content === '-- ';
    if (isSignatureLine) close();
    const flows = content.endsWith(' ') && !isSignatureLine;
    paragraph = `${paragraph ?? ''}${flows && deleteSpace ? content.slice(0, -1) : content}`;
    if (!flows) close();
  }
  close();
  return result.join('\n');
}

/** A line without the space that protects its first character (RFC 3676, 4.4). */
export const unstuff = (line: string): string => (line.startsWith(' ') ? line.slice(1) : line);
