import { useEffect, useRef, useState } from 'preact/hooks';
import { type Autosave, createAutosave } from '../../../../core/autosave';
import type { ConversationView } from '../../../../core/chat';
import { CHAT_LIMITS } from '../../../../core/chat-limits';
import { later } from '../../../../core/timing';
import { usePorts } from '../../../ports';
import type { Desk } from './desk';

const EVERY_MS = 500;
/** So long what this window kept itself may still come back as news. In milliseconds. */
const ECHO_MS = 5_000;

type Draft = {
  readonly text: string;
  readonly write: (text: string) => void;
  /** Keeps it now. */
  readonly keep: () => void;
};

/** What is being written in a conversation, kept as it is written. One component instance is one conversation. */
export function useDraft({ id, draft }: ConversationView, desk: Desk): Draft {
  const { call, now } = usePorts();
  const [text, setText] = useState(() => desk.unkept(id) ?? draft);
  const newest = useRef(text);
  /** What this window kept, and when. */
  const kept = useRef(new Map([[draft, now()]]));
  const autosave = useRef<Autosave>(undefined);
  autosave.current ??= createAutosave({
    take: () => newest.current,
    save: async (value) => {
      // A text that is too long for the bus is kept here until it is shorter.
      if (value.length > CHAT_LIMITS.textOctets) return;
      await call('chat.saveDraft', { id, text: value });
      kept.current.set(value, now());
      desk.wasKept(id, value);
    },
    now,
    later,
    everyMs: EVERY_MS,
    onState: () => undefined,
  });
  const { current } = autosave;

  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === 'hidden') current.hurry();
    };
    document.addEventListener('visibilitychange', leave);
    addEventListener('pagehide', current.hurry);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      removeEventListener('pagehide', current.hurry);
      current
        .flush()
        .catch(() => undefined)
        .finally(current.stop);
    };
  }, [current]);

  const show = (next: string): void => {
    newest.current = next;
    setText(next);
  };
  useEffect(() => {
    // Written or sent in another window, while nobody writes in this one.
    const take = () => {
      if (!document.hasFocus() && !current.dirty) show(draft);
    };
    const echoes = (kept.current.get(draft) ?? Number.NEGATIVE_INFINITY) + ECHO_MS - now();
    if (echoes <= 0) return take();
    // What stays after that is no echo: the other window went back to it.
    const timer = setTimeout(take, echoes);
    return () => clearTimeout(timer);
  }, [draft, current]);
  return {
    text,
    write: (next) => {
      show(next);
      desk.keepHere(id, next);
      current.changed();
    },
    keep: () => {
      current.flush().catch(() => undefined);
    },
  };
}
