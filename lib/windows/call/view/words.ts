import type { Tone } from '../../../../components/status';
import type { CallPeer, CallView } from '../../../core/calls';
import { sentenceFor } from '../../../core/errors';
import { peerName } from '../../popup/call/member-words';
import { DECISION_WORDS } from '../../words';
import type { Link } from '../peer/link';
import type { SessionState } from '../peer/session-state';

type Said = { readonly words: string; readonly tone: Tone };

/** How to call the person in a sentence. */
export const firstName = (peer: CallPeer): string => peerName(peer).split(' ')[0] ?? peerName(peer);

export const decisionWords = ({ decision }: Pick<CallPeer, 'decision'>): Said =>
  decision === 'unknown' ? { words: 'Certificate not known to you', tone: 'attention' } : DECISION_WORDS[decision];

const LINKS: Readonly<Record<Exclude<Link, 'connected'>, string>> = {
  idle: 'Waiting for key',
  connecting: 'Waiting for key',
  reconnecting: 'Reconnecting',
  lost: 'No connection',
};

/** The status line: never more than is true. */
export function statusWords(view: CallView, link: Link): Said {
  const name = firstName(view.peer);
  if (view.phase === 'calling') return { words: `Calling ${name}`, tone: 'waiting' };
  if (view.phase === 'ringing') return { words: `It rings at ${name}`, tone: 'waiting' };
  const { words } = view;
  if (words.state === 'failed') return { words: 'Sealed, but the words cannot be compared', tone: 'attention' };
  if (words.state === 'ready' && words.compared === 'different') {
    return { words: 'Stopped: the words differ', tone: 'stop' };
  }
  if (link !== 'connected') return { words: LINKS[link], tone: link === 'reconnecting' ? 'attention' : 'waiting' };
  if (words.state === 'waiting') return { words: 'Waiting for key', tone: 'waiting' };
  return words.compared === 'same' || words.verified
    ? { words: 'Sealed, words compared', tone: 'verified' }
    : { words: 'Sealed, words not compared', tone: 'neutral' };
}

const noConnectionWords = (view: CallView | undefined): string =>
  view?.connectedAt === undefined ? sentenceFor('call/no-connection') : 'The call was cut off. Call again.';

/** Why it is over, as one tells it. */
export function endWords({ view, code }: Pick<SessionState, 'view' | 'code'>): string {
  const over = view?.over;
  // What was said of the words counts more than how the media ended.
  if (code !== undefined && over?.why !== 'differ') {
    return code === 'call/no-connection' ? noConnectionWords(view) : sentenceFor(code);
  }
  if (view === undefined || over === undefined) return 'You hung up.';
  const name = firstName(view.peer);
  const isMine = over.by === 'me';
  switch (over.why) {
    case 'ended':
      return isMine ? 'You hung up.' : `${name} hung up.`;
    case 'declined':
      return isMine ? 'You declined.' : `${name} declined.`;
    case 'busy':
      return isMine ? `You were in another call when ${name} called.` : `${name} is in another call. Try again later.`;
    case 'missed':
      return view.direction === 'in' ? `You missed a call of ${name}.` : `${name} did not answer.`;
    case 'cancelled':
      return isMine ? 'You gave up.' : `${name} gave up before you answered.`;
    case 'differ':
      return isMine
        ? 'You ended the call: the words differ.'
        : `${name} ended the call: the words differ on the two screens.`;
    case 'failed':
      return noConnectionWords(view);
  }
}

/** `3:07`, `1:02:45`. */
export function clockWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** What the window is called: first what changes, since the end is cut off in a bar of windows. */
export function titleWords({ view, code, left, talk }: SessionState, now: number): string {
  if (view === undefined) return 'Sotto: call';
  const name = peerName(view.peer);
  if (view.phase === 'over' || left || code !== undefined) return `Call over: ${name}`;
  if (view.phase === 'incoming') return `${name} calls you`;
  if (view.phase === 'calling') return `Calling ${name}`;
  if (view.phase === 'ringing') return `It rings at ${name}`;
  if (talk.link === 'reconnecting') return `Reconnecting: ${name}`;
  return view.connectedAt === undefined ? `Connecting: ${name}` : `${clockWords(now - view.connectedAt)} ${name}`;
}
