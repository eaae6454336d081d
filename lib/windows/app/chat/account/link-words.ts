import type { Tone } from '../../../../../components/status';
import type { LinkState } from '../../../../core/chat';
import { sentenceFor } from '../../../../core/errors';

/** The connection to the relay, in words. */
export function linkWords(link: LinkState): { readonly tone: Tone; readonly words: string; readonly more?: string } {
  switch (link.phase) {
    case 'absent':
      return { tone: 'quiet', words: 'Not logged in' };
    case 'connecting':
      return { tone: 'waiting', words: 'Connecting' };
    case 'online':
      return { tone: 'neutral', words: 'Connected' };
    case 'offline':
      return { tone: 'attention', words: 'Not reachable', more: sentenceFor(link.code) };
    case 'stopped':
      return { tone: 'stop', words: 'Stopped', more: sentenceFor(link.code) };
  }
}
