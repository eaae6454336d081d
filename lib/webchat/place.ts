import type { TalkId } from '../core/webchat';
import type { Place } from './contract';
import type { Talk } from './talk';

/** Names a conversation: exact origin, protocol, locator, and account. The title is the page's, and names nothing. */
export const placeKey = ({ origin, protocol, locator, account }: Place): string =>
  JSON.stringify([origin, protocol, locator, account ?? '']);

export const placeOf = ({ origin, place }: Pick<Talk, 'origin' | 'place'>): Place => ({ ...place, origin });

export function blankTalk(id: TalkId, { origin, protocol, locator, title, account }: Place): Talk {
  const place = { protocol, locator, title, ...(account === undefined ? {} : { account }) };
  return { id, origin, place, draft: '', agreement: new Uint8Array(), waiting: [] };
}

/** Nobody was chosen here, and nothing was begun. */
export const isBlank = ({ peer, agreement, waiting }: Talk): boolean =>
  peer === undefined && agreement.length === 0 && waiting.length === 0;
