import type { Tone } from '../../../../../components/status';
import type { ConversationStatus, RelayStatus } from '../../../../core/chat';

/** The one thing that can be done about a channel's state. */
export type ChannelAction = 'show-certificate' | 'show-new-certificate' | 'compare' | 'accept-device' | 'begin-again';

export type ChannelWords = {
  readonly tone: Tone;
  readonly words: string;
  /** What it means and what to do, where the words alone do not say it. */
  readonly more?: string;
  readonly action?: ChannelAction;
};

type Seen = { readonly status: ConversationStatus; readonly first: string };

/** How far a channel is, in words. `Sealed, verified` only where both are true at this moment: never more than is true. */
export function channelWords({ status, first }: Seen): ChannelWords {
  switch (status.channel) {
    case 'none':
      return { tone: 'quiet', words: 'No channel', action: 'begin-again' };
    case 'your-decision':
      return {
        tone: 'attention',
        words: 'Waiting for your decision',
        more: `Look at the certificate of ${first} and decide. Nothing is sent before.`,
        action: 'show-certificate',
      };
    case 'their-decision':
      return {
        tone: 'waiting',
        words: `Waiting for ${first}`,
        more: `You can write as soon as ${first} has accepted your certificate.`,
      };
    case 'other-half':
      return {
        tone: 'waiting',
        words: 'Waiting for the other half of the key',
        more: `What you write is sealed with your half already; the other comes with the first answer of ${first}.`,
      };
    case 'open':
      return status.decision === 'verified' && status.changed === undefined
        ? { tone: 'verified', words: 'Sealed, verified' }
        : { tone: 'neutral', words: 'Sealed, not verified', action: 'compare' };
    case 'changed':
      return status.changed === 'device'
        ? {
            tone: 'stop',
            words: `Stopped: ${first} uses another device`,
            more: `It is signed by the certificate that you accepted. Ask ${first} whether that is right, then go on.`,
            action: 'accept-device',
          }
        : {
            tone: 'stop',
            words: `Stopped: the certificate of ${first} changed`,
            more: 'Nothing is sent until you decide.',
            action: 'show-new-certificate',
          };
    case 'ended':
      return {
        tone: 'quiet',
        words: status.endedBy === 'them' ? `Ended by ${first}` : 'Ended',
        more: 'What was written stays here. Begin again to go on.',
        action: 'begin-again',
      };
  }
}

/** The relay's part, beside the channel's state and never in its place. `undefined` where there is nothing to say. */
export function relayWords({ link, queued }: Pick<RelayStatus, 'link' | 'queued'>): string | undefined {
  const waiting = queued === 0 ? '' : queued === 1 ? ', 1 message waits' : `, ${queued} messages wait`;
  switch (link.phase) {
    case 'online':
      return queued > 20 ? `Sending ${queued} messages` : undefined;
    case 'connecting':
      return `Connecting to the relay${waiting}`;
    case 'offline':
      return `Relay not reachable${waiting}`;
    case 'stopped':
      return `Relay stopped${waiting}`;
    case 'absent':
      return `Not logged in to a relay${waiting}`;
  }
}
