import { ArrowLeft, UserRound } from 'lucide';
import { Button } from '../../../../components/button';
import { Icon } from '../../../../components/icon';
import type { ConversationView } from '../../../core/chat';
import { Problem } from '../../problem';
import { CallButtons } from '../calling/call-buttons';
import { refusalOf } from '../calling/refusal';
import { useStartCall } from '../calling/use-start-call';
import { NoTraceButton } from './status/no-trace-button';
import { nameOf } from './words';

type ConversationHeadProps = {
  readonly view: ConversationView;
  readonly showsContact: boolean;
  readonly onBack: () => void;
  readonly onContact: () => void;
  readonly onNoTrace: () => void;
};

/** Whom one writes to, whether they are there, and the way to what is known of them. */
export function ConversationHead({ view, showsContact, onBack, onContact, onNoTrace }: ConversationHeadProps) {
  const { online, typing, user } = view;
  const calling = useStartCall();
  return (
    <header class="chat-head">
      <span class="chat-back">
        <Button kind="quiet" iconOnly icon={ArrowLeft} testId="chat-back" onClick={onBack}>
          Back to all conversations
        </Button>
      </span>
      <button
        type="button"
        class="chat-head-who"
        aria-pressed={showsContact}
        data-testid="chat-contact-button"
        title={showsContact ? 'Show messages' : 'Show contact'}
        onClick={onContact}
      >
        <Icon icon={UserRound} size={20} />
        <span class="chat-head-words">
          <strong class="clip">
            <bdi>{nameOf(view)}</bdi>
          </strong>
          <span class="small soft clip">
            {typing ? 'is writing …' : online ? 'Online' : <bdi dir="ltr">{user}</bdi>}
          </span>
        </span>
      </button>
      <span class="visually-hidden" role="status">
        {typing ? `${nameOf(view)} is writing` : ''}
      </span>
      <CallButtons conversation={view.id} calling={calling} refused={refusalOf(view.status)} />
      <NoTraceButton view={view} onOpen={onNoTrace} />
      <Problem code={calling.code} />
    </header>
  );
}
