import { type CallView, isTurn } from '../../../core/calls';
import type { ErrorCode } from '../../../core/error-codes';

/** What keeps a call from beginning in this window. `canTalk`: the browser has WebRTC. */
export function obstacleTo(
  { servers, onlyTurn }: Pick<CallView, 'servers' | 'onlyTurn'>,
  canTalk: boolean,
): ErrorCode | undefined {
  if (!canTalk) return 'call/no-webrtc';
  return onlyTurn && !servers.some(isTurn) ? 'call/no-turn' : undefined;
}
