import type {
  ChatMessage,
  ConversationId,
  ConversationStatus,
  ConversationSummary,
  ConversationView,
  FileBody,
  FileId,
  HistoryPage,
  MessageBody,
  NoTraceView,
  RelayStatus,
} from '../../../lib/core/chat';
import type { MessageId, UserId } from '../../../lib/core/wire/ids';
import type { Answers } from './fake-ports';
import { ANNA } from './people';

/** Conversations and messages as the background tells them to windows. */
export const NOW = Date.UTC(2026, 10, 21, 9, 0);
const MINUTE = 60_000;

export const conversationId = (number: number): ConversationId =>
  number.toString(16).padStart(32, '0') as ConversationId;
export const messageId = (number: number): MessageId => number.toString(16).padStart(32, 'a') as MessageId;

export const statusOf = (change: Partial<ConversationStatus> = {}): ConversationStatus => ({
  channel: 'open',
  writable: true,
  decision: 'in-use',
  ...change,
});

export const summaryOf = (number: number, change: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id: conversationId(number),
  user: 'anna.k7m2q' as UserId,
  name: 'Anna Berg',
  fingerprint: ANNA.fingerprint,
  status: statusOf(),
  unread: 0,
  queued: 0,
  lastAt: NOW - 3 * MINUTE,
  preview: 'See you on Tuesday then.',
  draft: '',
  online: false,
  typing: false,
  ...change,
});

export const viewOf = (change: Partial<ConversationView> = {}): ConversationView => ({
  ...summaryOf(1),
  email: 'anna@example.org',
  startedAt: NOW - 9 * 24 * 60 * MINUTE,
  comparison: '4821 0937 5516',
  noTrace: false,
  ...change,
});

/** Message number 1, 2, ...: a minute apart, the last ones a few minutes ago. */
export const messageOf = (number: number, text: string, change: Partial<ChatMessage> = {}): ChatMessage => ({
  id: messageId(number),
  conversation: conversationId(1),
  place: number,
  mine: false,
  at: NOW - 60 * MINUTE + number * MINUTE,
  body: { kind: 'text', text },
  state: change.mine === true ? 'delivered' : 'received',
  late: false,
  ...change,
});

export const noteOf = (number: number, body: Extract<MessageBody, { kind: 'note' }>): ChatMessage =>
  messageOf(number, '', { body });

export const fileOf = (change: Partial<FileBody> = {}): FileBody => ({
  kind: 'file',
  file: 'f'.repeat(32) as FileId,
  name: 'plan.pdf',
  mediaType: 'application/pdf',
  octets: 482_000,
  transfer: { state: 'here', done: 482_000, octets: 482_000 },
  ...change,
});

export const ONLINE: RelayStatus = {
  link: { phase: 'online' },
  account: { relay: 'relay.example.org', user: 'bob.x4t9a' as UserId },
  queued: 0,
  unopened: 0,
};

export const NO_TALK: NoTraceView = { phase: 'none', messages: [], smp: { state: 'none' } };

/** The page of a history as the background cuts it. */
export function pageOf(
  messages: readonly ChatMessage[],
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): HistoryPage {
  const older = messages.filter(({ place }) => before === undefined || place < before);
  return { messages: older.slice(-limit), more: older.length > limit };
}

type World = {
  readonly list?: readonly ConversationSummary[];
  readonly view?: ConversationView;
  readonly messages?: readonly ChatMessage[];
  readonly relay?: RelayStatus;
};

/** A background with one conversation, or none. */
export const chatAnswers = ({ list, view = viewOf(), messages = [], relay = ONLINE }: World = {}): Answers => ({
  'vault.state': () => ({ phase: 'unlocked' }),
  'keys.list': () => [],
  'contacts.list': () => [],
  'relay.status': () => relay,
  'chat.list': () => list ?? [view],
  'chat.view': () => view,
  'chat.history': (input) => pageOf(messages, input),
  'chat.read': () => undefined,
  'chat.saveDraft': () => undefined,
  'chat.typing': () => undefined,
  'chat.search': () => [],
  'noTrace.view': () => NO_TALK,
});
