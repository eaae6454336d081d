import type { IconNode } from 'lucide';
import { Check, CheckCheck, Clock, OctagonX } from 'lucide';
import type { Tone } from '../../../../components/status';
import type { ChatMessage, ConversationSummary, MessageState, Note, Validity } from '../../../core/chat';
import { showForeign } from '../../../core/show-foreign';

/** The words of the chat tab that are said in more than one place. */
export const nameOf = ({ name }: Pick<ConversationSummary, 'name'>): string => showForeign(name, 80);
export const firstOf = (summary: Pick<ConversationSummary, 'name'>): string =>
  nameOf(summary).split(' ')[0] ?? nameOf(summary);

type StateWords = { readonly words: string; readonly icon: IconNode; readonly tone: Tone };

export const STATE_WORDS: Readonly<Record<Exclude<MessageState, 'received'>, StateWords>> = {
  sending: { words: 'Sending', icon: Clock, tone: 'waiting' },
  stored: { words: 'At the relay', icon: Check, tone: 'quiet' },
  delivered: { words: 'Delivered', icon: CheckCheck, tone: 'quiet' },
  error: { words: 'Not sent', icon: OctagonX, tone: 'stop' },
};

const NOTE_WORDS: Readonly<Record<Note, (first: string, count: number) => string>> = {
  opened: () => 'The channel is open: what you write is sealed.',
  'ended-by-me': () => 'You ended the channel.',
  'ended-by-them': (first) => `${first} ended the channel.`,
  'certificate-changed': (first) => `Stopped: ${first}’s certificate changed.`,
  'device-changed': (first) => `Stopped: ${first} uses another device.`,
  lost: (first, count) =>
    count === 1
      ? `A message is missing here. Ask ${first} to send it again.`
      : `${count} messages are missing here. Ask ${first} to send them again.`,
  'newer-version': () => 'Something came from a newer Sotto and cannot be shown. Update Sotto.',
  restarted: () => 'The channel was begun anew.',
  verified: (first) => `You compared with ${first}: verified.`,
};

export const noteWords = (note: Note, first: string, count = 1): string => NOTE_WORDS[note](first, count);

/** Of a message whose time is over. */
export const goneWords = ({ mine }: Pick<ChatMessage, 'mine'>): string => (mine ? 'Message sent' : 'Message received');

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `1 hour`, `7 days`, `40 seconds`: in the largest unit that it fills. */
export function durationWords(ms: number): string {
  const [unit, size] = UNITS.find(([, octets]) => ms >= octets) ?? ['second', 1_000];
  const amount = Math.max(1, Math.floor(ms / size));
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

export const validityWords = ({ from, ms }: Validity): string =>
  `Goes ${durationWords(ms)} after ${from === 'reading' ? 'it is read' : 'it arrives'}`;

/** How long a message stays: the time left once that is known. */
export function stayWords({ goneAt, validity }: ChatMessage, now: number): string | undefined {
  if (goneAt !== undefined) return `Goes in ${durationWords(Math.max(1_000, goneAt - now))}`;
  return validity === undefined ? undefined : validityWords(validity);
}
