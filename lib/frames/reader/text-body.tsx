import { useMemo } from 'preact/hooks';
import { linkify } from './linkify';

/** The message's text as it was written: one text node where it is long, so that a megabyte paints at once. */
export function TextBody({ text }: { text: string }) {
  const pieces = useMemo(() => linkify(text), [text]);
  return (
    <div class="reader-text" data-testid="reader-text" dir="auto">
      {pieces.map(({ text: words, href, host }, index) =>
        href === undefined ? (
          words
        ) : (
          // Beside the words stands the host that would really be asked: a look-alike shows itself.
          <a key={index} href={href} target="_blank" rel="noopener noreferrer" title={host}>
            {words}
          </a>
        ),
      )}
    </div>
  );
}
