import type {
  ChatMessage,
  ConversationId,
  ConversationSummary,
  ConversationView,
  HistoryPage,
  NoTraceView,
  RelayStatus,
  SearchHit,
} from '../core/chat';
import { CHAT_LIMITS } from '../core/chat-limits';
import { parseBlob, parseBoolean, parseNothing, parseOptional, parseShape, parseText, parseWhole } from '../core/parse';
import {
  parseConversationId,
  parseConversationOnly,
  parseMessageId,
  parseMessageOf,
  parseRelayPassword,
  parseUserId,
  parseValidity,
} from './chat-inputs';
import { command } from './command';

/** The commands of chat: of our windows alone. Message ids are drawn by the window, so that asking again does it once. */
export const CHAT_PROTOCOL = {
  'relay.status': command(['window'], parseNothing).returns<RelayStatus>(),
  'relay.register': command(
    ['window'],
    parseShape({
      relay: parseText(300),
      name: parseText(40),
      password: parseRelayPassword,
      invitation: parseOptional(parseText(100)),
    }),
  ).returns<RelayStatus>(),
  'relay.logIn': command(
    ['window'],
    parseShape({ relay: parseText(300), user: parseUserId, password: parseRelayPassword }),
  ).returns<RelayStatus>(),
  'relay.changePassword': command(
    ['window'],
    parseShape({ current: parseRelayPassword, next: parseRelayPassword }),
  ).returns<undefined>(),
  'relay.deleteAccount': command(['window'], parseShape({ password: parseRelayPassword })).returns<RelayStatus>(),
  'relay.logOut': command(['window'], parseNothing).returns<RelayStatus>(),
  'relay.retry': command(['window'], parseNothing).returns<RelayStatus>(),

  'chat.list': command(['window'], parseNothing).returns<readonly ConversationSummary[]>(),
  'chat.start': command(['window'], parseShape({ address: parseText(300) })).returns<ConversationId>(),
  'chat.view': command(['window'], parseConversationOnly).returns<ConversationView>(),
  'chat.history': command(
    ['window'],
    parseShape({
      id: parseConversationId,
      before: parseOptional(parseWhole(0, Number.MAX_SAFE_INTEGER)),
      limit: parseWhole(1, 500),
    }),
  ).returns<HistoryPage>(),
  'chat.send': command(
    ['window'],
    parseShape({
      id: parseConversationId,
      message: parseMessageId,
      text: parseText(CHAT_LIMITS.textOctets),
      validity: parseOptional(parseValidity),
    }),
  ).returns<ChatMessage>(),
  'chat.sendFile': command(
    ['window'],
    parseShape({
      id: parseConversationId,
      message: parseMessageId,
      name: parseText(1_000),
      mediaType: parseText(127),
      content: parseBlob(CHAT_LIMITS.fileOctets),
      keepMetadata: parseBoolean,
      validity: parseOptional(parseValidity),
    }),
  ).returns<ChatMessage>(),
  'chat.sendAgain': command(['window'], parseMessageOf).returns<undefined>(),
  'chat.cancel': command(['window'], parseMessageOf).returns<undefined>(),
  'chat.loadFile': command(['window'], parseMessageOf).returns<undefined>(),
  'chat.openFile': command(['window'], parseMessageOf).returns<Blob>(),
  'chat.read': command(
    ['window'],
    parseShape({ id: parseConversationId, place: parseWhole(0, Number.MAX_SAFE_INTEGER) }),
  ).returns<undefined>(),
  'chat.saveDraft': command(
    ['window'],
    parseShape({ id: parseConversationId, text: parseText(200_000) }),
  ).returns<undefined>(),
  'chat.typing': command(['window'], parseShape({ id: parseConversationId, on: parseBoolean })).returns<undefined>(),
  'chat.search': command(['window'], parseShape({ query: parseText(200) })).returns<readonly SearchHit[]>(),
  'chat.compared': command(
    ['window'],
    parseShape({ id: parseConversationId, comparison: parseText(40), same: parseBoolean }),
  ).returns<undefined>(),
  'chat.acceptDevice': command(['window'], parseConversationOnly).returns<undefined>(),
  'chat.end': command(['window'], parseConversationOnly).returns<undefined>(),
  'chat.remove': command(['window'], parseConversationOnly).returns<undefined>(),

  'noTrace.view': command(['window'], parseConversationOnly).returns<NoTraceView>(),
  'noTrace.ask': command(['window'], parseConversationOnly).returns<undefined>(),
  'noTrace.answer': command(
    ['window'],
    parseShape({ id: parseConversationId, agree: parseBoolean }),
  ).returns<undefined>(),
  'noTrace.send': command(
    ['window'],
    parseShape({ id: parseConversationId, message: parseMessageId, text: parseText(10_000) }),
  ).returns<undefined>(),
  'noTrace.compare': command(
    ['window'],
    parseShape({
      id: parseConversationId,
      secret: parseText(200),
      question: parseOptional(parseText(200)),
    }),
  ).returns<undefined>(),
  'noTrace.end': command(['window'], parseConversationOnly).returns<undefined>(),
} as const;
