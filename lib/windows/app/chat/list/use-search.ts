import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ConversationSummary, SearchHit } from '../../../../core/chat';
import type { ErrorCode } from '../../../../core/error-codes';
import { toErrorCode } from '../../../../core/errors';
import { usePorts } from '../../../ports';

const PAUSE_MS = 200;
const SHORTEST = 2;

export type Search = {
  readonly query: string;
  readonly setQuery: (query: string) => void;
  /** Conversations whose name or address has every word. */
  readonly people: readonly ConversationSummary[];
  readonly messages: readonly SearchHit[];
  readonly phase: 'idle' | 'searching' | 'found' | 'failed';
  readonly code: ErrorCode | undefined;
};

type Outcome = { readonly query: string; readonly hits: readonly SearchHit[]; readonly code?: ErrorCode };

/** Names at once, messages after a pause in typing. An answer to an older question is dropped. */
export function useSearch(conversations: readonly ConversationSummary[]): Search {
  const { call } = usePorts();
  const [query, setQuery] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ query: '', hits: [] });
  const wanted = query.trim();
  useEffect(() => {
    if (wanted.length < SHORTEST) return;
    let isWanted = true;
    const settle = (next: Outcome) => isWanted && setOutcome(next);
    const timer = setTimeout(() => {
      call('chat.search', { query: wanted }).then(
        (hits) => settle({ query: wanted, hits }),
        (error: unknown) => settle({ query: wanted, hits: [], code: toErrorCode(error) }),
      );
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [call, wanted]);
  const people = useMemo(() => matching(conversations, wanted), [conversations, wanted]);
  const isAnswered = outcome.query === wanted;
  const phase =
    wanted.length < SHORTEST ? 'idle' : !isAnswered ? 'searching' : outcome.code === undefined ? 'found' : 'failed';
  return {
    query,
    setQuery,
    people,
    messages: isAnswered && phase === 'found' ? outcome.hits : [],
    phase,
    code: phase === 'failed' ? outcome.code : undefined,
  };
}

function matching(conversations: readonly ConversationSummary[], query: string): readonly ConversationSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return conversations.filter(({ name, user }) => {
    const text = `${name} ${user}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
