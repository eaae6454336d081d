import { MessageSquarePlus } from 'lucide';
import { useRef } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { moveFocus } from '../../../../../components/roving';
import { TextField } from '../../../../../components/text-field';
import { VirtualList } from '../../../../../components/virtual-list';
import type { ConversationId, ConversationSummary, RelayStatus, SearchHit } from '../../../../core/chat';
import { ConversationRow } from './conversation-row';
import './list.css';
import { RelayLine } from './relay-line';
import { SearchResults } from './search-results';
import { useSearch } from './use-search';

export const ROW_HEIGHT = 64;

type ConversationListProps = {
  readonly conversations: readonly ConversationSummary[];
  readonly open: ConversationId | undefined;
  readonly relay: RelayStatus;
  readonly onNew: () => void;
  readonly onFiles: (conversation: ConversationId, files: readonly File[]) => void;
  readonly onHit: (hit: SearchHit) => void;
};

/** All conversations, the one with the newest message first; and the search over all messages. */
export function ConversationList({ conversations, open, relay, onNew, onFiles, onHit }: ConversationListProps) {
  const search = useSearch(conversations);
  const list = useRef<HTMLElement>(null);
  const first = conversations.find(({ id }) => id === open) ?? conversations[0];
  const onKeyDown = (event: KeyboardEvent) => {
    const rows = '.chat-row, .chat-hit';
    if (event.target instanceof HTMLInputElement && event.key === 'ArrowDown') {
      event.preventDefault();
      list.current?.querySelector<HTMLElement>(rows)?.focus();
    } else moveFocus(event, list.current, rows);
  };
  return (
    <nav ref={list} class="chat-list" aria-label="Conversations" data-testid="chat-list" onKeyDown={onKeyDown}>
      <div class="chat-list-head">
        <span class="chat-search">
          <TextField
            testId="chat-search"
            label="Search messages"
            hideLabel
            kind="search"
            value={search.query}
            onInput={search.setQuery}
            maxLength={200}
            placeholder="Search names and messages"
          />
        </span>
        <Button icon={MessageSquarePlus} iconOnly onClick={onNew}>
          New conversation
        </Button>
      </div>
      {search.query.trim() !== '' ? (
        <SearchResults search={search} onHit={onHit} />
      ) : (
        <div class="chat-rows">
          <VirtualList
            label="Conversations"
            items={conversations}
            keyOf={({ id }) => id}
            rowHeight={ROW_HEIGHT}
            draw={(conversation) => (
              <ConversationRow
                conversation={conversation}
                isOpen={conversation.id === open}
                isFirst={conversation.id === first?.id}
                onFiles={(files) => onFiles(conversation.id, files)}
              />
            )}
          />
        </div>
      )}
      <RelayLine relay={relay} />
    </nav>
  );
}
