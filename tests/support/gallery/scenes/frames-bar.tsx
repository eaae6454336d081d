import { bar } from '../frames-data';
import { barScene } from '../frames-drawing';
import type { Scene } from '../scene';

const CHAT = { unread: 0, queued: 0, relay: 'online', requests: 0, unopened: 0 } as const;

const CALL = { status: 'off', live: false, invited: false } as const;

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
  barScene('call', bar({ call: CALL })),
  barScene('call-live', bar({ call: { ...CALL, live: true } })),
  barScene('call-invited', bar({ call: { ...CALL, invited: true } })),
  barScene('call-sealed', bar({ call: { ...CALL, status: 'sealed', live: true } })),
  barScene('call-blocked', bar({ call: { ...CALL, status: 'blocked', code: 'callpage/clear', live: true } })),
  barScene('call-cannot', bar({ call: { ...CALL, status: 'cannot', code: 'callpage/no-worker', live: true } })),
  barScene('call-tampered', bar({ call: { ...CALL, status: 'tampered', code: 'callpage/tampered', live: true } })),
  barScene('call-locked', bar({ phase: 'locked', call: { ...CALL, status: 'compared', live: true } })),
  barScene('absent', bar({ phase: 'absent' })),
];
