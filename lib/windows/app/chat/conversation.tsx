import { ArrowLeft } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Waiting } from '../../../../components/empty';
import type { ChatMessage, ConversationId, ConversationView, RelayStatus } from '../../../core/chat';
import type { MessageId } from '../../../core/wire/ids';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAsk } from '../../use-ask';
import { Composer } from './composer/composer';
import type { Desk } from './composer/desk';
import { ContactView } from './contact/contact-view';
import { ConversationHead } from './conversation-head';
import { useFileDrop } from './files/use-file-drop';
import { HistoryView, type Place } from './history/history-view';
import { useHistory } from './history/use-history';
import { NoTraceOffer } from './no-trace-offer';
import { ChannelBar } from './status/channel-bar';
import { CompareWords } from './status/compare-words';
import { NoTracePanel } from './status/no-trace-panel';
import { firstOf } from './words';

type ConversationProps = {
  readonly id: ConversationId;
  readonly relay: RelayStatus;
  readonly desk: Desk;
  readonly target: Place | undefined;
  readonly onBack: () => void;
  readonly onFiles: (files: readonly File[]) => void;
};

/** One conversation: its channel's state always above, messages or the contact, and the field to write in. */
export function Conversation(props: ConversationProps) {
  const { call } = usePorts();
  const { id, onBack } = props;
  const view = useAsk(() => call('chat.view', { id }), ['chat', 'contacts'], [id]);
  if (view.state === 'loading') {
    return (
      <div class="chat-conversation chat-padded">
        <Waiting lines={6} words="Loading conversation" />
      </div>
    );
  }
  if (view.state === 'failed') {
    return (
      <div class="chat-conversation chat-padded stack">
        <Problem code={view.code} {...(view.code === 'chat/unknown' ? {} : { again: view.again })} />
        <Button icon={ArrowLeft} onClick={onBack}>
          Back to all conversations
        </Button>
      </div>
    );
  }
  return <Opened {...props} view={view.value} />;
}

type Shown = 'messages' | 'contact' | 'no-trace';

function Opened({
  view,
  relay,
  desk,
  target,
  onBack,
  onFiles,
}: ConversationProps & { readonly view: ConversationView }) {
  const [shown, setShown] = useState<Shown>('messages');
  const [comparing, setComparing] = useState(false);
  const history = useHistory(view.id, view.unread);
  const [sent, setSent] = useState<MessageId>();
  const { over, handlers } = useFileDrop(onFiles);
  const compare = () => setComparing(true);
  const onSent = (message: ChatMessage) => {
    history.loader.put(message);
    setSent(message.id);
  };
  return (
    <section
      class={`chat-conversation${over ? ' chat-dropping' : ''}`}
      aria-label={`Conversation with ${firstOf(view)}`}
      onKeyDown={(event) => {
        // Escape in a window over the conversation closes that alone.
        const isInside = event.target instanceof Element && event.target.closest('dialog') === null;
        if (event.key !== 'Escape' || event.defaultPrevented || !isInside) return;
        event.preventDefault();
        if (shown === 'messages') onBack();
        else setShown('messages');
      }}
      {...handlers}
    >
      <ConversationHead
        view={view}
        showsContact={shown === 'contact'}
        onBack={onBack}
        onContact={() => setShown(shown === 'contact' ? 'messages' : 'contact')}
        onNoTrace={() => setShown('no-trace')}
      />
      <div data-testid="chat-status">
        <ChannelBar view={view} relay={relay} onCompare={compare} />
      </div>
      {shown !== 'no-trace' && view.noTrace && (
        <NoTraceOffer id={view.id} first={firstOf(view)} onOpen={() => setShown('no-trace')} />
      )}
      {shown === 'messages' && <HistoryView view={view} history={history} target={target} sent={sent} />}
      {shown === 'contact' && <ContactView view={view} history={history} onCompare={compare} onRemoved={onBack} />}
      {shown === 'no-trace' && <NoTracePanel view={view} onClose={() => setShown('messages')} />}
      {shown !== 'no-trace' && <Composer view={view} desk={desk} onSent={onSent} onFiles={onFiles} />}
      {over && <p class="chat-drop-words">Drop files to send them sealed</p>}
      {comparing && <CompareWords view={view} onClose={() => setComparing(false)} />}
    </section>
  );
}
