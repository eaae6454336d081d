import { useMemo, useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { neutraliseText } from '../../../../core/display-text';
import { linkify } from '../../../../core/linkify';

/** Characters of a long message that are drawn until one asks for all of it. */
const FOLDED = 3_000;
const FEW_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

/** What was written, with its lines and its links; nothing in it can turn or hide what stands beside it. [req 24] */
export function MessageText({ text }: { readonly text: string }) {
  const [unfolded, setUnfolded] = useState(false);
  const isFolded = text.length > FOLDED + 500 && !unfolded;
  const shown = isFolded ? `${text.slice(0, FOLDED)}…` : text;
  const pieces = useMemo(() => linkify(neutraliseText(shown)), [shown]);
  const isEmoji = text.length < 40 && FEW_EMOJI.test(text.trim());
  return (
    <>
      <div class={`chat-words${isEmoji ? ' chat-emoji' : ''}`} dir="auto">
        {pieces.map(({ text: words, href, host }, index) =>
          href === undefined ? words : <ChatLink key={index} words={words} href={href} host={host ?? ''} />,
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
function ChatLink({ words, href, host }: { readonly words: string; readonly href: string; readonly host: string }) {
  return (
    <bdi>
      <a href={href} target="_blank" rel="noopener noreferrer" title={host}>
        {words}
      </a>
      {!words.toLowerCase().includes(host) && ` (${host})`}
    </bdi>
  );
}
