import type { CallView } from '../core/calls';
import type { Call } from './state';

/** What the call's window shows: nothing of how it is kept. */
export function viewOf(call: Call, ways: Pick<CallView, 'servers' | 'onlyTurn'>): CallView {
  const { id, conversation, direction, video, peer, phase, at, connectedAt, over, words } = call;
  return {
    id,
    conversation,
    direction,
    video,
    peer,
    phase,
    at,
    ...(connectedAt === undefined ? {} : { connectedAt }),
    ...(over === undefined ? {} : { over }),
    words: words.shown,
    ...ways,
  };
}
