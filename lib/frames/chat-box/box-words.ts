import type { Tone } from '../../../components/status';
import { showForeign } from '../../core/show-foreign';
import type { BoxView, TalkPeer, Way } from '../../core/webchat';

export type BoxStatus = {
  readonly tone: Tone;
  readonly words: string;
  /** Drawn with the mask, not with the shape of its tone. */
  readonly isWithoutTrace?: true;
};

export const nameOf = ({ name, email }: Pick<TalkPeer, 'name' | 'email'>): string =>
  showForeign(name === '' ? (email ?? 'no name') : name, 60);

/** How to call somebody in a sentence. */
export const firstOf = (peer: TalkPeer | undefined): string =>
  peer === undefined ? 'your contact' : (nameOf(peer).split(' ')[0] ?? nameOf(peer));

export const WAY_WORDS: Readonly<Record<Way, string>> = {
  channel: 'by a channel of its own',
  openpgp: 'by OpenPGP',
  'no-trace': 'without trace',
};

/** Whether words go out sealed now, to somebody who was chosen. */
export const isSealed = ({ blocked, channel, way, writable, peer }: BoxView): boolean =>
  blocked === undefined && channel !== 'changed' && writable && way !== 'none' && peer !== undefined;

/** Who reads it and how sure that is, in one line. `Sealed, verified` only where all of it is true at this moment. */
export function boxStatus(view: BoxView): BoxStatus {
  const { phase, blocked, picking, peer, noTrace, offered } = view;
  if (phase === 'absent') return { tone: 'attention', words: 'Not set up' };
  if (phase === 'no-key') return { tone: 'attention', words: 'No key yet' };
  if (picking !== undefined) return { tone: 'attention', words: 'Show Sotto this page' };
  if (phase === 'locked') return { tone: 'quiet', words: 'Locked' };
  if (blocked !== undefined) return { tone: 'stop', words: 'Nothing can be sent here' };
  const spoken = noTraceStatus(noTrace, peer);
  if (spoken !== undefined) return spoken;
  if (view.channel === 'changed') return { tone: 'stop', words: `Stopped: ${firstOf(peer)}’s certificate changed` };
  if (offered !== undefined && (offered.decision === 'later' || offered.decision === 'unknown'))
    return { tone: 'attention', words: 'Waiting for your decision' };
  return channelStatus(view);
}

function noTraceStatus(noTrace: BoxView['noTrace'], peer: TalkPeer | undefined): BoxStatus | undefined {
  const first = firstOf(peer);
  const isWithoutTrace = true;
  switch (noTrace?.phase) {
    case 'private':
      return noTrace.smp.state === 'different'
        ? { tone: 'stop', words: `No trace, and not proven to be ${first}`, isWithoutTrace }
        : {
            tone: noTrace.smp.state === 'same' ? 'verified' : 'neutral',
            words: `No trace with ${first}, ${noTrace.smp.state === 'same' ? 'secret compared' : 'not compared'}`,
            isWithoutTrace,
          };
    case 'asking':
      return { tone: 'waiting', words: `Waiting for ${first} to agree`, isWithoutTrace };
    case 'asked':
      return { tone: 'attention', words: `${first} asks for no trace`, isWithoutTrace };
    case 'starting':
      return { tone: 'waiting', words: 'No trace: making new keys', isWithoutTrace };
    default:
      return undefined;
  }
}

function channelStatus(view: BoxView): BoxStatus {
  const { peer, channel, way, problem } = view;
  const first = firstOf(peer);
  if (channel === 'your-decision') return { tone: 'attention', words: 'Waiting for your decision' };
  if (peer !== undefined && isSealed(view)) {
    const half = channel === 'other-half' && way === 'channel';
    if (half) return { tone: 'waiting', words: `Waiting for the other half of the key of ${first}` };
    return peer.decision === 'verified' && problem === undefined
      ? { tone: 'verified', words: `Sealed, verified to ${nameOf(peer)}` }
      : { tone: 'neutral', words: `Sealed, not verified, to ${nameOf(peer)}` };
  }
  if (channel === 'their-decision' || channel === 'other-half')
    return { tone: 'waiting', words: `Waiting for ${first}` };
  if (channel === 'ended') return { tone: 'quiet', words: 'Ended' };
  return peer === undefined
    ? { tone: 'quiet', words: 'Not sealed yet: nobody is chosen' }
    : { tone: 'quiet', words: `Not sealed yet to ${nameOf(peer)}` };
}

/** The label and placeholder of the field. */
export const fieldWords = (peer: TalkPeer | undefined): string =>
  peer === undefined ? 'Message' : `Message to ${firstOf(peer)}`;
