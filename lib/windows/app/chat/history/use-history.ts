import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConversationId } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { createHistory, type HistoryLoader, type HistoryState } from './create-history';
import { NOTHING } from './pages';

const BEGINNING: HistoryState = { ...NOTHING, phase: 'loading', older: 'idle' };

export type History = { readonly state: HistoryState; readonly loader: HistoryLoader };

/** The history of one conversation, asked for again at every change. One component instance is one conversation. */
export function useHistory(id: ConversationId, unread: number): History {
  const { call, onBusEvent } = usePorts();
  const [state, setState] = useState(BEGINNING);
  const loader = useRef<HistoryLoader>(undefined);
  loader.current ??= createHistory({
    ask: (before, limit) => call('chat.history', { id, ...(before === undefined ? {} : { before }), limit }),
    onChange: setState,
  });
  const { current } = loader;
  useEffect(() => {
    current.begin(unread);
    const stop = onBusEvent((event) => {
      if (event === 'chat') current.changed();
    });
    return () => {
      stop();
      current.stop();
    };
  }, [current, onBusEvent]);
  return { state, loader: current };
}
