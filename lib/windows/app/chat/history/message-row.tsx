import { MailCheck } from 'lucide';
import { Icon } from '../../../../../components/icon';
import type { ChatMessage } from '../../../../core/chat';
import { FileMessage } from '../files/file-message';
import { goneWords, noteWords } from '../words';
import { type Calling, CallMessage } from './call-message';
import { MessageFoot } from './message-foot';
import { MessageText } from './message-text';

type MessageRowProps = {
  readonly message: ChatMessage;
  readonly joined: boolean;
  readonly found: boolean;
  /** Whom the conversation is with. */
  readonly name: string;
  readonly first: string;
  readonly now: number;
  readonly calling: Calling;
};

/** Its time is over, whether the background has said so already or not. */
export const isGone = ({ body, goneAt }: ChatMessage, now: number): boolean =>
  body.kind === 'gone' || (body.kind !== 'note' && goneAt !== undefined && goneAt <= now);

/** One message: mine at the end of the line, theirs at its beginning, a note in the middle. */
export function MessageRow({ message, joined, found, name, first, now, calling }: MessageRowProps) {
  const { body, mine, place, id, state } = message;
  if (body.kind === 'note') {
    return (
      <li class="chat-note" data-key={id} data-place={place} data-testid="chat-note" data-note={body.note}>
        <bdi>{noteWords(body.note, first, body.count)}</bdi>
      </li>
    );
  }
  if (body.kind === 'call') return <CallMessage {...{ message, body, found, name, calling }} />;
  const gone = isGone(message, now);
  return (
    <li
      class={`chat-message${mine ? ' chat-mine' : ''}${joined ? ' chat-joined' : ''}${found ? ' chat-found' : ''}`}
      data-testid="chat-message"
      data-key={id}
      data-place={place}
      data-id={id}
      data-mine={mine ? 'true' : 'false'}
      data-state={gone ? 'gone' : state}
    >
      <div class="chat-bubble">
        <span class="visually-hidden">
          <bdi>{mine ? 'You' : name}</bdi>:{' '}
        </span>
        {gone && (
          <p class="chat-gone">
            <Icon icon={MailCheck} />
            {goneWords(message)}
          </p>
        )}
        {!gone && body.kind === 'text' && <MessageText text={body.text} />}
        {!gone && body.kind === 'file' && <FileMessage message={message} body={body} />}
        <MessageFoot message={message} isGone={gone} now={now} />
      </div>
    </li>
  );
}
