import { useMemo } from 'preact/hooks';
import { LINKIFY_BELOW, linkify } from '../../core/linkify';
import { chunks } from './chunks';

/** The message's text as it was written. */
export function TextBody({ text }: { text: string }) {
  return (
    <div class="reader-text" data-testid="reader-text" dir="auto">
      {text.length < LINKIFY_BELOW ? <LinkedText text={text} /> : <LongText text={text} />}
    </div>
  );
}

function LinkedText({ text }: { text: string }) {
  const pieces = useMemo(() => linkify(text), [text]);
  return (
    <>
      {pieces.map(({ text: words, href, host }, index) =>
        href === undefined ? (
          words
        ) : (
          // The host that would really be asked: a look-alike shows itself.
          <a key={`${index}`} href={href} target="_blank" rel="noopener noreferrer" title={host}>
            {words}
          </a>
        ),
      )}
    </>
  );
}

function LongText({ text }: { text: string }) {
  const parts = useMemo(() => chunks(text), [text]);
  return (
    <>
      {parts.map((part, index) => (
        <div key={`${index}`} class="reader-text-part">
          {part}
        </div>
      ))}
    </>
  );
}
