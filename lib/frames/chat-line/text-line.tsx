import { VenetianMask } from 'lucide';
import { useId, useState } from 'preact/hooks';
import { Icon } from '../../../components/icon';
import { Mark } from '../../../components/mark';
import { MessageWords } from '../../../components/message-words';
import { Status, TONE_ICONS } from '../../../components/status';
import { isFewEmoji, messagePieces } from '../../core/message-text';
import type { LineView } from '../../core/webchat';
import { problemTone, textStatus, timeWords } from './line-words';
import { Sentence } from './sentence';

type TextView = Extract<LineView, { kind: 'text' }>;

/**
 * The words, and the seal beside them: a shape always, its words on hover, focus or press. They lie over the end of the
 * text and take no room, so that nothing jumps.
 */
export function TextLine({ view, now }: { readonly view: TextView; readonly now: number }) {
  const [told, setTold] = useState(false);
  const id = useId();
  const { text, at, problem } = view;
  const { tone, words } = textStatus(view);
  const all = at === undefined ? words : `${words}, ${timeWords(at, now)}`;
  const icon = view.way === 'no-trace' ? VenetianMask : TONE_ICONS[tone];
  return (
    <>
      <div class={`talk-text${told ? ' talk-told' : ''}`} data-tone={tone}>
        <div class="talk-words">
          <MessageWords text={text} pieces={messagePieces} large={isFewEmoji(text)} testId="line-text" />
        </div>
        <button
          type="button"
          class={`talk-seal status-${tone}`}
          data-testid="line-seal"
          aria-label={`Sotto: ${all}`}
          aria-expanded={told}
          aria-controls={id}
          onClick={() => setTold(!told)}
        >
          <Mark size={12} />
          <Icon icon={icon} />
        </button>
        <span id={id} class="talk-told-words small" aria-hidden="true">
          <Status tone={tone} icon={icon}>
            <bdi>{all}</bdi>
          </Status>
        </span>
      </div>
      {problem !== undefined && (
        <p class="talk-problem small" data-testid="line-problem" data-code={problem}>
          <Status tone={problemTone(problem, false) === 'stop' ? 'stop' : 'attention'}>
            <Sentence code={problem} />
          </Status>
        </p>
      )}
    </>
  );
}
