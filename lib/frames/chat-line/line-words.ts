import type { Tone } from '../../../components/status';
import { clockWords, dayWords } from '../../core/amounts';
import type { ErrorCode } from '../../core/error-codes';
import { showForeign } from '../../core/show-foreign';
import type { LineView, TalkPeer, Way } from '../../core/webchat';

type TextLine = Extract<LineView, { kind: 'text' }>;
type StepLine = Extract<LineView, { kind: 'step' }>;

export type LineStatus = { readonly tone: Tone; readonly words: string };

const nameOf = (peer: TalkPeer | undefined): string =>
  peer === undefined ? 'your contact' : showForeign(peer.name === '' ? (peer.email ?? 'no name') : peer.name, 60);

const DECIDED: Readonly<Record<TalkPeer['decision'], LineStatus>> = {
  verified: { tone: 'verified', words: 'verified' },
  'in-use': { tone: 'neutral', words: 'not verified' },
  refused: { tone: 'stop', words: 'a certificate you refused' },
  later: { tone: 'attention', words: 'you have not decided about the certificate' },
  unknown: { tone: 'attention', words: 'you have not decided about the certificate' },
};

const BEGINNING: Readonly<Record<Way, string>> = {
  channel: 'Sealed',
  openpgp: 'Sealed with OpenPGP',
  'no-trace': 'No trace',
};

/** How a line was sealed, by whom, how sure that is. Where something about it must be told, it is never `verified`. */
export function textStatus({ mine, from, way, problem }: TextLine): LineStatus {
  const beginning = BEGINNING[way];
  if (mine) return { tone: problem === undefined ? 'neutral' : 'attention', words: `${beginning}, from you` };
  if (from === undefined) return { tone: 'attention', words: `${beginning}, not known from whom` };
  const { tone, words } = DECIDED[from.decision];
  const said = `${beginning}, from ${nameOf(from)}, ${words}`;
  if (problem === undefined) return { tone, words: said };
  return { tone: tone === 'stop' ? 'stop' : 'attention', words: `${beginning}, said to be from ${nameOf(from)}` };
}

const DAY_MS = 86_400_000;

/** `10:31`, or with its day where that is another one. */
export const timeWords = (at: number, now: number): string =>
  Math.abs(now - at) < DAY_MS && new Date(at).getDate() === new Date(now).getDate() ? clockWords(at) : dayWords(at);

/** What a text of the key agreement means, without a word of how it works. */
export function stepWords({ step, mine, peer }: StepLine): string {
  const name = nameOf(peer);
  const theirs = peer === undefined ? 'Your contact' : name;
  switch (step) {
    case 'greeting':
      return mine ? 'You offered a sealed conversation.' : `${theirs} offers a sealed conversation.`;
    case 'opening':
      return mine
        ? `You accepted the sealed conversation with ${name}.`
        : `${theirs} accepted the sealed conversation.`;
    case 'answer':
      return mine ? 'You sent your half of the key.' : `${theirs} sent the other half of the key.`;
    case 'end':
      return mine ? 'You ended the sealed conversation.' : `${theirs} ended the sealed conversation.`;
    case 'compare':
      return mine ? 'You are comparing a secret.' : `${theirs} is comparing a secret.`;
    case 'no-trace':
      return mine
        ? 'You are setting up a conversation without trace.'
        : `${theirs} is setting up a conversation without trace.`;
  }
}

/** Whether there is a certificate to decide about. */
export const asksDecision = ({ mine, peer }: StepLine): boolean =>
  !mine && (peer?.decision === 'later' || peer?.decision === 'unknown');

/** Changed on its way, or not to be relied on. */
const STOPS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'mail/tampered',
  'mail/unprotected',
  'mail/malformed',
  'mail/bomb',
  'inline/changed',
  'webchat/damaged',
  'webchat/sender',
  'otr/unreadable',
  'contact/refused',
]);

export const problemTone = (code: ErrorCode, again: boolean): Tone => {
  if (STOPS.has(code)) return 'stop';
  if (code.startsWith('contact/')) return 'attention';
  return again ? 'waiting' : 'quiet';
};
