import type { ConversationId } from '../../core/chat';
import { toHex } from '../../core/wire/hex';
import type { UserId } from '../../core/wire/ids';
import type { ChatPorts } from '../ports';
import type { ConversationRecord } from '../records';

/** A conversation of which nothing is known but with whom. */
export function newRecord(
  { now, random }: Pick<ChatPorts, 'now' | 'random'>,
  user: UserId,
  mine: UserId,
): ConversationRecord {
  const at = now();
  return {
    id: toHex(random(16)) as ConversationId,
    user,
    mine,
    createdAt: at,
    introduced: false,
    theyAccepted: false,
    lastAt: at,
    preview: '',
    unread: 0,
    readUpTo: 0,
    draft: '',
    theirTyping: false,
    theirNoTrace: false,
    missing: 0,
  };
}
