import type { ConversationId, Validity } from '../core/chat';
import { AppError } from '../core/errors';
import { type Parser, parseOneOf, parseShape, parseText, parseWhole } from '../core/parse';
import { decode, encode } from '../core/wire/encode';
import { type MessageId, type UserId, userId } from '../core/wire/ids';

/** Parsers of what the commands of chat carry. */
const DAY = 24 * 60 * 60_000;

const id128 =
  <T extends string>(): Parser<T> =>
  (value) => {
    const text = parseText(32)(value);
    if (!/^[0-9a-f]{32}$/.test(text)) throw new AppError('bus/bad-input');
    return text as T;
  };

export const parseConversationId = id128<ConversationId>();
export const parseMessageId = id128<MessageId>();

/** As the wire has it; capitals and spaces around it are a person's way of writing it. */
export const parseUserId: Parser<UserId> = (value) => {
  const text = parseText(60)(value).trim().toLowerCase();
  try {
    return decode(userId, encode(userId, text as UserId));
  } catch {
    throw new AppError('chat/bad-address');
  }
};

export const parseRelayPassword = parseText(1_024);
export const parseConversationOnly = parseShape<{ id: ConversationId }>({ id: parseConversationId });
export const parseMessageOf = parseShape<{ id: ConversationId; message: MessageId }>({
  id: parseConversationId,
  message: parseMessageId,
});
/** A second at least, four weeks at most. */
export const parseValidity: Parser<Validity> = parseShape<Validity>({
  from: parseOneOf(['arrival', 'reading']),
  ms: parseWhole(1_000, 28 * DAY),
}) as Parser<Validity>;
