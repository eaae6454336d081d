import type { ConversationId, Note, Validity } from '../../core/chat';
import { type MessageId, toHex } from '../../core/wire/ids';
import type { Entry } from '../book';
import type { MessageRecord } from '../records';
import type { TalkingParts } from './parts';

/** Characters of the last message in the list of conversations. */
const PREVIEW = 120;

/** What the list shows of a message: nothing of one whose content ends, because the list is not searched for it then. */
export const previewOf = (text: string, validity: Validity | undefined): string =>
  validity === undefined ? text.slice(0, PREVIEW).toWellFormed() : '';

/** A line that nobody wrote. */
export const noteLine = (
  { now, random }: Pick<TalkingParts, 'now' | 'random'>,
  conversation: ConversationId,
  place: number,
  note: Note,
  more: { readonly id?: MessageId; readonly count?: number } = {},
): MessageRecord => ({
  conversation,
  place,
  id: more.id ?? (toHex(random(16)) as MessageId),
  mine: false,
  state: 'received',
  content: {
    at: now(),
    body: { kind: 'note', note, ...(more.count === undefined ? {} : { count: more.count }) },
  },
});

/** Something was said in it just now. */
export const withLast = ({ record, ...rest }: Entry, at: number, preview: string, unread = 0): Entry => ({
  ...rest,
  record: { ...record, lastAt: Math.max(at, record.lastAt), preview, unread: record.unread + unread },
});
