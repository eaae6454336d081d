import { converse } from './converse';
import type { ChatSite } from './site';

/**
 * Chat pages that are described by a file of their own; all others are looked at by lib/sites/chats/generic.
 * `npm run new:site -- chat` adds a line here.
 */
export const CHAT_SITES: readonly ChatSite[] = [
  converse,
  // new sites above this line
];
