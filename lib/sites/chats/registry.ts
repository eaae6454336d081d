import { converse } from './converse';
import type { ChatSite } from './site';

/** Chat pages that are described by a file of their own; all others are looked at by lib/sites/chats/generic. */
export const CHAT_SITES: readonly ChatSite[] = [converse];
