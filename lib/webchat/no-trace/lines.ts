import type { ErrorCode } from '../../core/error-codes';
import type { LineView } from '../../core/webchat';
import type { OtrEvent } from '../../otr/events';
import type { Incoming } from '../../otr/incoming';
import { notOpened } from '../showing';

export const stepLine = (mine: boolean): LineView => ({ kind: 'step', step: 'no-trace', mine });

/** One of the texts by which a secret is compared. */
export const compareLine = (mine: boolean): LineView => ({ kind: 'step', step: 'compare', mine });

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

/** What a person reads of an event; `undefined` where it has no words for them. */
export function lineOf(event: OtrEvent): LineView | undefined {
  switch (event.type) {
    case 'show':
      return event.sealed ? wordsLine(event.text, false) : notOpened('otr/not-private');
    case 'peer-error':
      return notOpened('otr/silent');
    case 'refused':
      return notOpened(event.code);
    case 'send':
    case 'smp':
    case 'state':
    case 'extra-key':
      return undefined;
  }
}

/** What a key exchange cannot go on after. A text that is merely spoilt ends nothing: anybody could write it. */
export const isFatal = (code: ErrorCode): boolean =>
  code === 'otr/old-version' || code === 'otr/handshake-failed' || code === 'otr/key-changed';
