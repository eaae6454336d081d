import { bar } from '../frames-data';
import { barScene } from '../frames-drawing';
import type { Scene } from '../scene';

const CHAT = { unread: 0, queued: 0, relay: 'online', requests: 0, unopened: 0 } as const;

/** The bar in the page. */
export const SCENES: readonly Scene[] = [
  barScene('ready', bar()),
  barScene('attention', bar({ attention: 2, draftsWaiting: 1 })),
  barScene('chat', bar({ chat: { ...CHAT, unread: 2 } })),
  barScene('chat-request', bar({ attention: 1, chat: { ...CHAT, requests: 1 } })),
  barScene('chat-offline', bar({ chat: { ...CHAT, relay: 'offline', queued: 3 } })),
  barScene(
    'chat-all',
    bar({ attention: 2, draftsWaiting: 1, chat: { ...CHAT, requests: 1, unread: 12, relay: 'stopped', queued: 3 } }),
  ),
  barScene('chat-locked', bar({ phase: 'locked', chat: { ...CHAT, unopened: 4 } })),
  barScene('locked', bar({ phase: 'locked', draftsWaiting: 1 })),
  barScene('absent', bar({ phase: 'absent' })),
];
