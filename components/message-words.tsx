import { useMemo, useState } from 'preact/hooks';
import { Button } from './button';
import './message-words.css';

type Piece = { readonly text: string; readonly href?: string; readonly host?: string };

type MessageWordsProps = {
  readonly text: string;
  /** Its text and links as they may be drawn. Must be one function, not a new one each time. */
  readonly pieces: (text: string) => readonly Piece[];
  /** A few emoji and nothing else. */
  readonly large: boolean;
  readonly testId?: string;
};

/** Characters and lines of a long message that are drawn until one asks for all of it. */
const FOLDED = 3_000;
const FOLDED_LINES = 120;

/** The place where a long message is folded; `undefined` where it is short enough to be drawn whole. */
function foldAt(text: string): number | undefined {
  let at = -1;
  for (let line = 0; line < FOLDED_LINES; line++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) return text.length > FOLDED + 500 ? FOLDED : undefined;
  }
  return Math.min(at, FOLDED);
}

/** What was written in a chat, with its lines and its links; a long one is folded. */
export function MessageWords({ text, pieces, large, testId }: MessageWordsProps) {
  const [unfolded, setUnfolded] = useState(false);
  const fold = useMemo(() => foldAt(text), [text]);
  const isFolded = fold !== undefined && !unfolded;
  const shown = isFolded ? `${text.slice(0, fold)}…` : text;
  const drawn = useMemo(() => pieces(shown), [pieces, shown]);
  return (
    <>
      <div class={`chat-words${large ? ' chat-emoji' : ''}`} dir="auto" data-testid={testId}>
        {drawn.map(({ text: words, href, host }, index) =>
          href === undefined ? words : <MessageLink key={index} words={words} href={href} host={host ?? ''} />,
        )}
      </div>
      {isFolded && (
        <Button kind="quiet" onClick={() => setUnfolded(true)}>
          Show all of this message
        </Button>
      )}
    </>
  );
}

/** The name that would really be asked stands beside a link that does not show it. [req 24] */
function MessageLink({ words, href, host }: { readonly words: string; readonly href: string; readonly host: string }) {
  return (
    <bdi>
      <a href={href} target="_blank" rel="noopener noreferrer" title={host}>
        {words}
      </a>
      {!words.toLowerCase().includes(host) && ` (${host})`}
    </bdi>
  );
}
