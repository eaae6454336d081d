import type { SearchHit } from '../../../../core/chat';
import { neutralise } from '../../../../core/display-text';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { shortTime } from '../times';
import { nameOf } from '../words';
import { markedParts, snippet } from './snippet';
import type { Search } from './use-search';

type SearchResultsProps = { readonly search: Search; readonly onHit: (hit: SearchHit) => void };

/** Conversations and messages that were found; each leads to its place. */
export function SearchResults({ search, onHit }: SearchResultsProps) {
  const { now } = usePorts();
  const { people, messages, phase } = search;
  return (
    <div class="chat-rows">
      <p class="visually-hidden" role="status">
        {phase === 'found' ? `${messages.length} messages found` : ''}
      </p>
      {people.length > 0 && <h2 class="chat-found-head">Conversations</h2>}
      {people.map((one) => (
        <a key={one.id} href={`#chat/${one.id}`} class="chat-hit" onClick={() => search.setQuery('')}>
          <bdi class="clip chat-row-name">{nameOf(one)}</bdi>
          <span class="clip soft" dir="ltr">
            {one.user}
          </span>
        </a>
      ))}
      {messages.length > 0 && <h2 class="chat-found-head">Messages</h2>}
      {messages.map((hit) => (
        <a
          key={hit.message.id}
          href={`#chat/${hit.conversation}`}
          class="chat-hit"
          data-testid="chat-hit"
          onClick={() => onHit(hit)}
        >
          <span class="chat-hit-head">
            <bdi class="clip chat-row-name">{neutralise(hit.name, 80)}</bdi>
            <time class="small soft">{shortTime(hit.message.at, now())}</time>
          </span>
          <Snippet hit={hit} query={search.query} />
        </a>
      ))}
      {phase === 'searching' && <p class="soft chat-found-head">Searching</p>}
      {phase === 'found' && people.length + messages.length === 0 && (
        <p class="soft chat-found-head">Nothing here matches. Try fewer letters.</p>
      )}
      <Problem code={search.code} />
    </div>
  );
}

function Snippet({ hit, query }: { readonly hit: SearchHit; readonly query: string }) {
  const { body } = hit.message;
  const text = body.kind === 'text' ? body.text : body.kind === 'file' ? body.name : '';
  return (
    <bdi class="chat-hit-text">
      {markedParts(snippet(text, query), query).map(({ text: part, isMarked }, index) =>
        isMarked ? <mark key={index}>{part}</mark> : part,
      )}
    </bdi>
  );
}
