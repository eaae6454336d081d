import type { ChannelState, ConversationId, ConversationView, NoTraceView, RelayStatus } from '../../../lib/core/chat';
import type { MessageId, UserId } from '../../../lib/core/wire/ids';
import { ANNA } from './people';

export const CONVERSATION = 'c0ffee00'.repeat(4) as ConversationId;
export const OWN_ADDRESS = 'bob.q4zt7' as UserId;

/** A conversation with Anna in some state. */
export const talkWith = (
  channel: ChannelState,
  more: Partial<ConversationView> = {},
  status: Partial<ConversationView['status']> = {},
): ConversationView => ({
  id: CONVERSATION,
  user: 'anna.k7m2q' as UserId,
  name: 'Anna Berg',
  email: 'anna@example.org',
  fingerprint: ANNA.fingerprint,
  status: { channel, writable: channel === 'open' || channel === 'other-half', decision: 'in-use', ...status },
  unread: 0,
  queued: 0,
  lastAt: Date.UTC(2026, 10, 21, 8, 40),
  preview: 'See you on Tuesday',
  draft: '',
  online: false,
  typing: false,
  noTrace: channel === 'open',
  ...(channel === 'open' ? { comparison: '4021 9937 0581', startedAt: Date.UTC(2026, 10, 20, 9, 0) } : {}),
  ...more,
});

export const relayStatus = (link: RelayStatus['link'] = { phase: 'online' }, queued = 0): RelayStatus => ({
  link,
  account: link.phase === 'absent' ? undefined : { relay: 'https://relay.example.org', user: OWN_ADDRESS },
  queued,
  unopened: 0,
});

export const OFFLINE: RelayStatus['link'] = {
  phase: 'offline',
  code: 'relay/unreachable',
  nextTry: Date.UTC(2026, 10, 21, 9, 1),
};

export const withoutTrace = (phase: NoTraceView['phase'], more: Partial<NoTraceView> = {}): NoTraceView => ({
  phase,
  messages:
    phase === 'private'
      ? [
          { id: '1'.repeat(32) as MessageId, mine: true, text: 'Is the side door open?', state: 'delivered' },
          { id: '2'.repeat(32) as MessageId, mine: false, text: 'From nine on. Bring nothing.', state: 'received' },
          { id: '3'.repeat(32) as MessageId, mine: true, text: 'Good.', state: 'sending' },
        ]
      : [],
  smp: { state: 'none' },
  ...more,
});
