import { MessageCircle } from 'lucide';
import { Icon } from '../../../../components/icon';
import { callLineWords, isMissedCall } from '../../../core/call-line-words';
import type { CallLine } from '../../../core/calls';
import type { ConversationSummary } from '../../../core/chat';
import { usePorts } from '../../ports';
import { momentWords } from '../../words';
import { shortTime } from '../chat/times';
import { nameOf } from '../chat/words';
import { CallButtons } from './call-buttons';
import { callLineIcon } from './call-line-icon';
import { refusalOf } from './refusal';
import type { StartCall } from './use-start-call';

type CallRowProps = {
  readonly line: CallLine;
  readonly isNew: boolean;
  /** `undefined` where the conversation was deleted. */
  readonly conversation: ConversationSummary | undefined;
  readonly calling: StartCall;
};

/** One call that was: who, when, how it went, and the way to call or write to them. */
export function CallRow({ line, isNew, conversation, calling }: CallRowProps) {
  const { now } = usePorts();
  const words = callLineWords(line);
  const name = nameOf(line);
  return (
    <div
      class={`call-row${isMissedCall(line) ? ' call-row-missed' : ''}${isNew ? ' call-row-new' : ''}`}
      data-testid="call-row"
      data-why={line.why}
      data-direction={line.direction}
    >
      <Icon icon={callLineIcon(line)} size={20} />
      <div class="call-row-who">
        <p class="call-row-line">
          <bdi class="clip call-row-name">{name}</bdi>
          {isNew && <span class="visually-hidden">, new</span>}
          <time class="small soft" dir="auto" dateTime={new Date(line.at).toISOString()} title={momentWords(line.at)}>
            {shortTime(line.at, now())}
          </time>
        </p>
        <p class="small soft clip call-row-words" title={words}>
          <span class="visually-hidden">{line.direction === 'in' ? 'Incoming: ' : 'Outgoing: '}</span>
          {words}
        </p>
      </div>
      <div class="call-row-actions">
        {conversation !== undefined && (
          <>
            <CallButtons
              conversation={line.conversation}
              name={name}
              calling={calling}
              refused={refusalOf(conversation.status)}
            />
            <a
              class="button button-quiet button-icon"
              href={`#chat/${line.conversation}`}
              title={`Write to ${name}`}
              data-testid="call-write"
            >
              <Icon icon={MessageCircle} />
              <span class="visually-hidden">{`Write to ${name}`}</span>
            </a>
          </>
        )}
      </div>
    </div>
  );
}
