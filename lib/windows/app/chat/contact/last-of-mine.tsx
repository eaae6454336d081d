import { Status } from '../../../../../components/status';
import type { ChatMessage } from '../../../../core/chat';
import { neutralise } from '../../../../core/display-text';
import { STATE_WORDS } from '../words';

/** One can write from here as well: how far that is. */
export function LastOfMine({ messages }: { readonly messages: readonly ChatMessage[] }) {
  const last = messages.findLast(({ mine, body }) => mine && body.kind !== 'note' && body.kind !== 'call');
  if (last === undefined || last.state === 'received') return null;
  const { words, tone, icon } = STATE_WORDS[last.state];
  return (
    <p class="chat-last-of-mine">
      <span class="soft">Your last message:</span>
      {last.body.kind === 'text' && <bdi class="clip">{neutralise(last.body.text, 80)}</bdi>}
      {last.body.kind === 'file' && <bdi class="clip">{neutralise(last.body.name, 80)}</bdi>}
      <Status tone={tone} icon={icon} live>
        {words}
      </Status>
    </p>
  );
}
