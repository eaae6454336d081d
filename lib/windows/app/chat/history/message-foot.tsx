import { Hourglass, RotateCcw, Undo2 } from 'lucide';
import { Button } from '../../../../../components/button';
import { Icon } from '../../../../../components/icon';
import { Status } from '../../../../../components/status';
import type { ChatMessage } from '../../../../core/chat';
import { sentenceFor } from '../../../../core/errors';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { clock } from '../times';
import { STATE_WORDS, stayWords } from '../words';

type MessageFootProps = { readonly message: ChatMessage; readonly isGone: boolean; readonly now: number };

/** Under a message: when, how far it is, how long it stays. */
export function MessageFoot({ message, isGone, now }: MessageFootProps) {
  const stays = isGone ? undefined : stayWords(message, now);
  const { state } = message;
  return (
    <>
      <p class="chat-foot">
        {message.late && <span>Came late</span>}
        <time dateTime={new Date(message.at).toISOString()}>{clock(message.at)}</time>
        {stays !== undefined && (
          <span class="chat-stays">
            <Icon icon={Hourglass} />
            {stays}
          </span>
        )}
        {message.mine && state !== 'received' && (
          <Status tone={STATE_WORDS[state].tone} icon={STATE_WORDS[state].icon}>
            {STATE_WORDS[state].words}
          </Status>
        )}
      </p>
      {message.mine && state === 'error' && !isGone && <NotSent message={message} />}
      {canBeTakenBack(message, now) && <TakeBack message={message} />}
    </>
  );
}

/** So long after it was written a message that waits can be taken back; before, it is only on its way. */
const SLOW_MS = 10_000;

const canBeTakenBack = ({ mine, state, body, at }: ChatMessage, now: number): boolean =>
  mine && state === 'sending' && body.kind === 'text' && now - at > SLOW_MS;

/** The relay does not have it yet. */
function TakeBack({ message }: { readonly message: ChatMessage }) {
  const { call } = usePorts();
  const act = useAct();
  const { conversation: id, id: messageId } = message;
  return (
    <div class="chat-not-sent">
      <Button
        kind="quiet"
        icon={Undo2}
        busy={act.busy}
        onClick={() => act.run(() => call('chat.cancel', { id, message: messageId }))}
      >
        Take back
      </Button>
      <Problem code={act.code} />
    </div>
  );
}

/** Why it was not sent, and the way to send it again. */
function NotSent({ message }: { readonly message: ChatMessage }) {
  const { call } = usePorts();
  const act = useAct();
  const { conversation: id, id: messageId, problem } = message;
  return (
    <div class="chat-not-sent">
      {problem !== undefined && <p>{sentenceFor(problem)}</p>}
      <Button
        icon={RotateCcw}
        busy={act.busy}
        onClick={() => act.run(() => call('chat.sendAgain', { id, message: messageId }))}
      >
        Send again
      </Button>
      <Problem code={act.code} />
    </div>
  );
}
