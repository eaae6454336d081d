import { useEffect, useRef, useState } from 'preact/hooks';
import { Waiting } from '../../../../components/empty';
import type { ConversationId, ConversationSummary, RelayStatus, SearchHit } from '../../../core/chat';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { type Asked, useAsk } from '../../use-ask';
import { ChatAccount } from './account/chat-account';
import './chat.css';
import { useDesk } from './composer/use-desk';
import { Conversation } from './conversation';
import { FileSheet } from './files/file-sheet';
import { useNoStrayDrops } from './files/use-file-drop';
import { ConversationList } from './list/conversation-list';
import { NoneChosen, NoneYet } from './no-conversation';
import { NewConversation } from './status/new-conversation';
import { firstOf } from './words';

export type ChatTabProps = {
  readonly conversations: Asked<readonly ConversationSummary[]> & { readonly again: () => void };
  readonly open: ConversationId | undefined;
  readonly go: (conversation?: ConversationId) => void;
};

/** Conversations at the left, the open one at the right; one of the two where the window is narrow. */
export function ChatTab(props: ChatTabProps) {
  const { call } = usePorts();
  const relay = useAsk(() => call('relay.status'), ['relay']);
  const { conversations } = props;
  useNoStrayDrops();
  if (relay.state === 'failed') return <Problem code={relay.code} again={relay.again} />;
  if (conversations.state === 'failed') return <Problem code={conversations.code} again={conversations.again} />;
  if (relay.state === 'loading' || conversations.state === 'loading') return <Waiting lines={6} />;
  // What was written stays readable without an account.
  if (relay.value.account === undefined && conversations.value.length === 0) return <ChatAccount />;
  return <Chats {...props} conversations={conversations.value} relay={relay.value} />;
}

type ChatsProps = Omit<ChatTabProps, 'conversations'> & {
  readonly conversations: readonly ConversationSummary[];
  readonly relay: RelayStatus;
};
type Sheet = { readonly id: ConversationId; readonly files: readonly File[] };

function Chats({ conversations, relay, open, go }: ChatsProps) {
  const [adding, setAdding] = useState(false);
  const [sheet, setSheet] = useState<Sheet>();
  const [hit, setHit] = useState<SearchHit>();
  const desk = useDesk();
  const user = relay.account?.user;
  const offerFiles = (id: ConversationId, files: readonly File[]) => {
    if (open !== id) go(id);
    setSheet({ id, files });
  };
  const begin = () => setAdding(true);
  useFocusBack(open);
  useEffect(() => {
    if (hit !== undefined && hit.conversation !== open) setHit(undefined);
  }, [open]);
  const sheetOf = conversations.find(({ id }) => id === sheet?.id);
  return (
    <div class={`chat${open === undefined ? '' : ' chat-opened'}`}>
      {conversations.length > 0 && (
        <ConversationList
          conversations={conversations}
          open={open}
          onNew={begin}
          onFiles={offerFiles}
          relay={relay}
          onHit={(found) => {
            // Looked for once more is gone to once more.
            setHit({ ...found, message: { ...found.message } });
            go(found.conversation);
          }}
        />
      )}
      <div class="chat-pane">
        {adding && user === undefined ? (
          <div class="chat-padded">
            <ChatAccount />
          </div>
        ) : open !== undefined ? (
          <Conversation
            key={open}
            id={open}
            relay={relay}
            desk={desk}
            target={hit?.conversation === open ? hit.message : undefined}
            onBack={() => go()}
            onFiles={(files) => offerFiles(open, files)}
          />
        ) : (
          <div class="chat-padded">
            {conversations.length === 0 ? <NoneYet user={user} onNew={begin} /> : <NoneChosen onNew={begin} />}
          </div>
        )}
      </div>
      {adding && user !== undefined && (
        <NewConversation
          user={user}
          onClose={() => setAdding(false)}
          onBegun={(id) => {
            setAdding(false);
            go(id);
          }}
        />
      )}
      {sheet !== undefined && sheetOf !== undefined && (
        <FileSheet
          key={sheet.id}
          id={sheet.id}
          first={firstOf(sheetOf)}
          files={sheet.files}
          validity={desk.validity(sheet.id)}
          onClose={() => setSheet(undefined)}
        />
      )}
    </div>
  );
}

/** Where a conversation was left, the focus goes to its row. */
function useFocusBack(open: ConversationId | undefined): void {
  const before = useRef(open);
  useEffect(() => {
    if (open === undefined && before.current !== undefined) {
      document.querySelector<HTMLElement>(`.chat-row[data-id="${before.current}"]`)?.focus();
    }
    before.current = open;
  }, [open]);
}
