import type { ConversationId } from '../../core/chat';
import { OWN_CALL_LIMITS } from '../limits';
import type { CallsState } from '../state';

const { rings, ringsMs, quiet, rang } = OWN_CALL_LIMITS;

/** Somebody called, and nobody answered. */
export const withRing = (state: CallsState, conversation: ConversationId, at: number): CallsState => ({
  ...state,
  rang: [...state.rang, { conversation, at }].slice(-rang),
});

/** I answered, or called myself: they may ring again as often. */
export const forgiven = (state: CallsState, conversation: ConversationId): CallsState => ({
  ...state,
  rang: state.rang.filter((one) => one.conversation !== conversation),
});

/** `quietly`: in the list, without a sound; `unsaid`: not even that. A clock that was set back forgets. */
export function howToRing(
  state: CallsState,
  conversation: ConversationId,
  now: number,
): 'aloud' | 'quietly' | 'unsaid' {
  const isOfLate = (at: number): boolean => at <= now && now - at < ringsMs;
  const often = state.rang.filter((one) => one.conversation === conversation && isOfLate(one.at)).length;
  if (often < rings) return 'aloud';
  return often < rings + quiet ? 'quietly' : 'unsaid';
}
