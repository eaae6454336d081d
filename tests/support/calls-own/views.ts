import type { CallId, CallView, CallWords } from '../../../lib/core/calls';
import { FIRST_STATE, type SessionState } from '../../../lib/windows/call/peer/session-state';
import { conversationId } from '../windows/chat';
import { ANNA } from '../windows/people';

export const CALL = 'c0'.repeat(16) as CallId;
/** As the fake ports have it. */
export const NOW = Date.UTC(2026, 10, 21, 9, 0);

export const READY: Extract<CallWords, { readonly state: 'ready' }> = {
  state: 'ready',
  characters: 'k3wy',
  words: ['rematch', 'tolerance', 'framework', 'businessman'],
  continuity: 'new',
  verified: false,
};

export const callView = (change: Partial<CallView> = {}): CallView => ({
  id: CALL,
  conversation: conversationId(1),
  direction: 'out',
  video: false,
  peer: { name: 'Anna Berg', fingerprint: ANNA.fingerprint, decision: 'in-use' },
  phase: 'answered',
  at: NOW - 200_000,
  words: { state: 'waiting' },
  servers: [],
  onlyTurn: false,
  ...change,
});

export const sessionState = (view: CallView, change: Partial<SessionState> = {}): SessionState => ({
  ...FIRST_STATE,
  view,
  ...change,
});
