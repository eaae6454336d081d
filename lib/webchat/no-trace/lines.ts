import type { LineView } from '../../core/webchat';
import type { Incoming } from '../../otr/incoming';
import { notOpened } from '../showing';

export const stepLine = (mine: boolean): LineView => ({ kind: 'step', step: 'no-trace', mine });

/** Words, mine or theirs. Nobody is named: a key of OTR says whose it is to nobody. */
export const wordsLine = (text: string, mine: boolean): LineView => ({ kind: 'text', text, mine, way: 'no-trace' });

/** What a text is that is not, or not any more, to be opened: of another time, another device, another conversation. */
export function goneLine(incoming: Incoming, mine: boolean): LineView {
  switch (incoming.kind) {
    case 'encoded':
      return incoming.message.kind === 'data' ? notOpened('webchat/gone') : stepLine(mine);
    case 'fragment':
      return notOpened('webchat/gone');
    case 'query':
    case 'error':
      return stepLine(mine);
    case 'plain':
      return notOpened('webchat/damaged');
    case 'refused':
      return notOpened(incoming.code === 'otr/old-version' ? incoming.code : 'webchat/damaged');
  }
}

/** Whether this begins a conversation: a query, or the first message of a key exchange. */
export const isBeginning = (incoming: Incoming): boolean =>
  incoming.kind === 'query' || (incoming.kind === 'encoded' && incoming.message.kind === 'dh-commit');
