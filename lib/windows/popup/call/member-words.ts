import type { Tone } from '../../../../components/status';
import type { CallPeer, PageCallMember } from '../../../core/calls';
import { showForeign } from '../../../core/show-foreign';

/** A person's name, as their certificate has it. */
export const peerName = ({ name }: Pick<CallPeer, 'name'>): string => showForeign(name, 80);

type MemberWords = { readonly words: string; readonly tone: Tone };

export const DIFFERS: MemberWords = { words: 'Stopped: the words differ', tone: 'stop' };

/** How far one person is in the protected call: the words are said of each pair. */
export function memberWords(
  { state, words }: Pick<PageCallMember, 'state' | 'words'>,
  isBlocked: boolean,
): MemberWords {
  switch (state) {
    case 'asked':
      return { words: 'Asked, has not answered', tone: 'waiting' };
    case 'waiting':
      return { words: 'Waiting for key', tone: 'waiting' };
    case 'left':
      if (words.state === 'failed' && words.code === 'callpage/differ') return DIFFERS;
      return { words: 'Left the protected call', tone: 'quiet' };
    case 'no-channel':
      return { words: 'No channel with you: you do not see or hear each other', tone: 'attention' };
    case 'in':
      return pairWords(words, isBlocked);
  }
}

function pairWords(words: PageCallMember['words'], isBlocked: boolean): MemberWords {
  if (words.state === 'failed') return { words: 'Stopped: the words cannot be compared', tone: 'stop' };
  if (words.state === 'waiting') return { words: 'Waiting for key', tone: 'waiting' };
  if (words.compared === 'different') return DIFFERS;
  // Both have keys; that anything is sealed with them now would be too much said.
  if (isBlocked) return { words: 'In the protected call', tone: 'quiet' };
  return isCompared(words)
    ? { words: 'Sealed, words compared', tone: 'verified' }
    : { words: 'Sealed, words not compared', tone: 'neutral' };
}

type ReadyWords = Extract<PageCallMember['words'], { state: 'ready' }>;

/** Now, or in an earlier call that this one continues (RFC 6189, 4.6.1). */
const isCompared = ({ compared, verified }: ReadyWords): boolean => compared === 'same' || verified;

/** Whether the other device is the one of earlier calls. */
export function continuityWords({ continuity, verified, compared }: ReadyWords): string | undefined {
  if (compared !== undefined) return undefined;
  if (verified) return 'You compared the words in an earlier call with this device: this continues it.';
  if (continuity === 'lost') return 'This does not continue your earlier calls. Compare the words now.';
  return undefined;
}
