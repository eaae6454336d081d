import { ArrowDown } from 'lucide';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Waiting } from '../../../../../components/empty';
import type { ConversationView } from '../../../../core/chat';
import type { MessageId } from '../../../../core/wire/ids';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { refusalOf } from '../../calling/refusal';
import { useStartCall } from '../../calling/use-start-call';
import { dayLine } from '../times';
import { firstOf, nameOf } from '../words';
import { Announcer } from './announcer';
import './history.css';
import { MessageRow } from './message-row';
import { firstUnread, rowsOf } from './rows';
import { bounds } from './slice';
import type { History } from './use-history';
import { useReading } from './use-reading';
import { useScroll } from './use-scroll';
import { useTime } from './use-time';

export type Place = { readonly place: number };

type HistoryViewProps = {
  readonly view: ConversationView;
  readonly history: History;
  /** A message that was looked for; another object is another search. */
  readonly target: Place | undefined;
  /** What was sent last from here. */
  readonly sent: MessageId | undefined;
};

/** The messages of one conversation, newest below. */
export function HistoryView({ view, history, target, sent }: HistoryViewProps) {
  const { state, loader } = history;
  const { now } = usePorts();
  const unreadFrom = useUnreadFrom(history, view.unread);
  const scroll = useScroll(state, loader, unreadFrom);
  const { scroller, list, atEnd, lastSeen, toPlace } = scroll;
  useReading(view, lastSeen);

  const isReady = state.phase === 'ready';
  useEffect(() => {
    if (target === undefined || !isReady) return;
    loader.reach(target.place).then(
      () => toPlace(target.place),
      () => undefined,
    );
  }, [target, isReady]);

  useEffect(() => {
    // Who writes wants to see it, wherever they were reading.
    if (sent !== undefined) scroll.toEnd();
  }, [sent]);

  const [start, end] = bounds(state.messages, scroll.slice);
  const shown = useMemo(() => state.messages.slice(start, end), [state.messages, start, end]);
  const rows = useMemo(() => rowsOf(shown, unreadFrom), [shown, unreadFrom]);
  const time = useTime(shown);
  const calling = { ...useStartCall(), refused: refusalOf(view.status) };
  const [name, first] = [nameOf(view), firstOf(view)];
  const below = atEnd ? 0 : state.messages.filter(({ place, mine }) => !mine && place > (lastSeen ?? 0)).length;
  const unreadBelow = Math.min(below, view.unread);

  if (state.phase === 'loading') {
    return (
      <div class="chat-history chat-history-waiting">
        <Waiting lines={4} words="Loading messages" />
      </div>
    );
  }
  if (state.phase === 'failed') {
    return (
      <div class="chat-history chat-history-waiting">
        <Problem code={state.code} again={loader.changed} />
      </div>
    );
  }
  return (
    <div class="chat-history-frame">
      <section
        class="chat-history"
        aria-label={`Messages with ${name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        tabIndex={0}
        ref={scroller}
        onScroll={scroll.onScroll}
      >
        <ol ref={list} class="chat-messages">
          {rows.map((row) => {
            if (row.kind === 'day') {
              return (
                <li key={row.key} data-key={row.key} class="chat-day">
                  {dayLine(row.at, time)}
                </li>
              );
            }
            if (row.kind === 'unread') {
              return (
                <li key={row.key} data-key={row.key} class="chat-unread-line">
                  New messages
                </li>
              );
            }
            const { message } = row;
            const found = message.place === target?.place;
            const { joined } = row;
            return <MessageRow key={row.key} {...{ message, joined, found, name, first, now: time, calling }} />;
          })}
        </ol>
        <div class="chat-older">
          {state.older === 'loading' && <span role="status">Loading older messages</span>}
          {state.older === 'failed' && <Button onClick={loader.loadOlder}>Load older messages</Button>}
          {!state.more && start === 0 && state.messages.length > 0 && <span>The conversation begins here.</span>}
        </div>
      </section>
      {calling.code !== undefined && <Problem code={calling.code} />}
      {!atEnd && (
        <div class="chat-to-end">
          <Button icon={ArrowDown} onClick={scroll.toEnd}>
            {unreadBelow > 0 ? `${unreadBelow} new message${unreadBelow === 1 ? '' : 's'}` : 'Newest messages'}
          </Button>
        </div>
      )}
      <Announcer messages={state.messages} name={name} now={now} />
    </div>
  );
}

/** Where the unread messages began when the conversation was opened; none once I wrote myself. */
function useUnreadFrom({ state }: History, unread: number): number | undefined {
  const opened = useRef<{ readonly place: number | undefined }>(undefined);
  if (state.phase === 'ready') opened.current ??= { place: firstUnread(state.messages, unread) };
  const place = opened.current?.place;
  const answered = state.messages.findLast(({ mine, body }) => mine && body.kind !== 'note')?.place ?? -1;
  return place === undefined || answered > place ? undefined : place;
}
