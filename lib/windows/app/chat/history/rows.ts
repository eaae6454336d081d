import { isMissedCall } from '../../../../core/call-line-words';
import type { ChatMessage } from '../../../../core/chat';
import { dayOf } from '../times';

/** One line of the history as it is drawn. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: 'unread' }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: ChatMessage;
      /** By the same writer, shortly after the one above. */
      readonly joined: boolean;
    };

const JOINED_MS = 5 * 60_000;
const isNote = (message: ChatMessage): boolean => message.body.kind === 'note';
const isCall = (message: ChatMessage): boolean => message.body.kind === 'call';
/** Nobody has to look at it: who was called knows of it. */
const isKnownCall = ({ body }: ChatMessage): boolean => body.kind === 'call' && !isMissedCall(body);

function joins(before: ChatMessage | undefined, message: ChatMessage): boolean {
  if (before === undefined || [before, message].some((one) => isNote(one) || isCall(one))) return false;
  return before.mine === message.mine && Math.abs(message.at - before.at) < JOINED_MS;
}

/**
 * Messages with a line above each new day and above what is new.
 * @param unreadFrom place of the first message that was unread when the conversation was opened
 */
export function rowsOf(messages: readonly ChatMessage[], unreadFrom: number | undefined): readonly Row[] {
  const rows: Row[] = [];
  let before: ChatMessage | undefined;
  for (const message of messages) {
    const isNewDay = before === undefined || dayOf(before.at) !== dayOf(message.at);
    if (isNewDay) rows.push({ kind: 'day', key: `day ${message.id}`, at: message.at });
    const isFirstUnread =
      unreadFrom !== undefined && message.place >= unreadFrom && (before === undefined || before.place < unreadFrom);
    if (isFirstUnread) rows.push({ kind: 'unread', key: 'unread' });
    rows.push({
      kind: 'message',
      key: message.id,
      message,
      joined: !isNewDay && !isFirstUnread && joins(before, message),
    });
    before = message;
  }
  return rows;
}

/** Place of the oldest of the newest `unread` messages of theirs; `undefined` where there is none. */
export function firstUnread(messages: readonly ChatMessage[], unread: number): number | undefined {
  let left = unread;
  let place: number | undefined;
  for (const message of messages.toReversed()) {
    if (left === 0) break;
    if (message.mine || isNote(message) || isKnownCall(message)) continue;
    place = message.place;
    left -= 1;
  }
  return place;
}
