import type { LinkState, RelayStatus } from '../../../../core/chat';
import { waitingWords } from '../../../../core/chat-glance';
import { sentenceFor } from '../../../../core/errors';

/** The relay's part, beside the channel's state and never in its place. `undefined` where there is nothing to say. */
export function relayWords({ link, queued }: Pick<RelayStatus, 'link' | 'queued'>): string | undefined {
  const waiting = waitingWords(queued);
  switch (link.phase) {
    case 'online':
      return queued > 20 ? `Sending ${queued} messages` : undefined;
    case 'connecting':
      return `Connecting to the relay${waiting}`;
    case 'offline':
      return `Relay not reachable${waiting}`;
    case 'stopped':
      return `Not connected to the relay${waiting}`;
    case 'absent':
      return `Not logged in to a relay${waiting}`;
  }
}

/**
 * What is read aloud of it: that it is away, once, and not every try and every count. `undefined`: what was said last
 * still holds.
 */
export function relaySpoken(link: LinkState): string | undefined {
  switch (link.phase) {
    case 'online':
      return '';
    case 'connecting':
      return undefined;
    case 'offline':
      return 'Relay not reachable';
    case 'stopped':
      return `Not connected to the relay. ${sentenceFor(link.code)}`;
    case 'absent':
      return 'Not logged in to a relay';
  }
}
