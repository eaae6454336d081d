import type { Tone } from '../../../../../components/status';
import type { ConversationStatus, ConversationView } from '../../../../core/chat';

/** The one thing that can be done about a channel's state. */
export type ChannelAction = 'show-certificate' | 'show-new-certificate' | 'compare' | 'accept-device' | 'begin-again';

export type ChannelWords = {
  readonly tone: Tone;
  readonly words: string;
  /** What it means and what to do, where the words alone do not say it. */
  readonly more?: string;
  readonly action?: ChannelAction;
};

type Seen = {
  readonly status: ConversationStatus;
  readonly first: string;
  /** What there is to be shown; in the list nothing is. */
  readonly view?: Pick<ConversationView, 'fingerprint' | 'rival'>;
  /** Whether the relay can be asked now. */
  readonly online?: boolean;
};

/** How far a channel is, in words. `Sealed, verified` only where both are true at this moment: never more than is true. */
export function channelWords(seen: Seen): ChannelWords {
  const { status, first } = seen;
  switch (status.channel) {
    case 'none':
      return status.writable
        ? {
            tone: 'quiet',
            words: 'No channel',
            more: `What you write waits here until a new channel with ${first} is open.`,
            action: 'begin-again',
          }
        : { tone: 'quiet', words: 'No channel', action: 'begin-again' };
    case 'your-decision':
      return yourDecision(seen);
    case 'their-decision':
      return {
        tone: 'waiting',
        words: `Waiting for ${first}`,
        more:
          seen.online === false
            ? `The answer of ${first} comes when the relay can be reached.`
            : `You can write as soon as ${first} has accepted your certificate.`,
      };
    case 'other-half':
      return {
        tone: 'waiting',
        words: 'Waiting for the other half of the key',
        more: `What you write is sealed with your half already; the other comes with the first answer of ${first}.`,
      };
    case 'open':
      return status.decision === 'verified' && status.changed === undefined && seen.view?.rival === undefined
        ? { tone: 'verified', words: 'Sealed, verified' }
        : { tone: 'neutral', words: 'Sealed, not verified', action: 'compare' };
    case 'changed':
      return changed(seen);
    case 'ended':
      return ended(seen);
  }
}

function yourDecision({ status, first, view }: Seen): ChannelWords {
  const waits = { tone: 'attention', words: 'Waiting for your decision' } as const;
  if (view?.fingerprint === undefined) return { ...waits, more: `The certificate of ${first} is not here yet.` };
  const action = 'show-certificate';
  switch (status.decision) {
    case 'refused':
      return { ...waits, action, more: `You said that this is not the certificate of ${first}. Nothing is sent.` };
    case 'in-use':
    case 'verified':
      return { ...waits, action, more: `The certificate of ${first} cannot be used any more. Nothing is sent.` };
    default:
      return { ...waits, action, more: `Look at the certificate of ${first} and decide. Nothing is sent before.` };
  }
}

function changed({ status, first, view }: Seen): ChannelWords {
  if (status.changed === 'device') {
    return {
      tone: 'stop',
      words: `Stopped: ${first} uses another device`,
      more: `It is signed by the certificate that you accepted. Ask ${first} whether that is right, then go on.`,
      action: 'accept-device',
    };
  }
  return {
    tone: 'stop',
    words: `Stopped: ${first}’s certificate changed`,
    more: 'Nothing is sent until you decide.',
    ...(view?.rival === undefined ? {} : { action: 'show-new-certificate' }),
  };
}

function ended({ status, first }: Seen): ChannelWords {
  if (status.asked === true) {
    return {
      tone: 'attention',
      words: `Ended; ${first} asks to begin again`,
      more: 'You ended it. Begin again to go on; else nothing is sent.',
      action: 'begin-again',
    };
  }
  return {
    tone: 'quiet',
    words: status.endedBy === 'them' ? `Ended by ${first}` : 'Ended',
    more: 'What was written stays here. Begin again to go on.',
    action: 'begin-again',
  };
}
