import { Phone, Video } from 'lucide';
import { Button } from '../../../../../components/button';
import { Icon } from '../../../../../components/icon';
import { callLineWords } from '../../../../core/call-line-words';
import type { CallBody, ChatMessage } from '../../../../core/chat';
import { callLineIcon } from '../../calling/call-line-icon';
import type { StartCall } from '../../calling/use-start-call';
import { clock } from '../times';

export type Calling = StartCall & {
  /** Why there can be no call now, in a sentence. */
  readonly refused: string | undefined;
};

type CallMessageProps = {
  readonly message: ChatMessage;
  readonly body: CallBody;
  readonly found: boolean;
  /** Whom the conversation is with. */
  readonly name: string;
  readonly calling: Calling;
};

/** A call that was: how it went, when, and another one. */
export function CallMessage({ message, body, found, name, calling }: CallMessageProps) {
  const { id, place, mine, at, conversation } = message;
  return (
    <li
      class={`chat-message${mine ? ' chat-mine' : ''}${found ? ' chat-found' : ''}`}
      data-testid="chat-call"
      data-key={id}
      data-place={place}
      data-id={id}
      data-why={body.why}
      data-direction={body.direction}
    >
      <div class="chat-bubble">
        <span class="visually-hidden">
          <bdi>{mine ? 'You' : name}</bdi>:{' '}
        </span>
        <p class="chat-call">
          <Icon icon={callLineIcon(body)} />
          {callLineWords(body)}
        </p>
        <p class="chat-foot">
          <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>
        </p>
        <span title={calling.refused}>
          <Button
            kind="quiet"
            icon={body.video ? Video : Phone}
            testId="chat-call-back"
            busy={calling.busy}
            disabled={calling.refused !== undefined}
            onClick={() => calling.start(conversation, body.video)}
          >
            {mine ? 'Call again' : 'Call back'}
          </Button>
        </span>
      </div>
    </li>
  );
}
