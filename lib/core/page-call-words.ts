import type { PageCallStatus, PageCallView } from './calls';
import { sentenceFor } from './errors';

/** What of a tab's call is said in the page itself: states alone, nothing about who. */
export type CallGlance = Pick<PageCallView, 'status' | 'code' | 'live'> & { readonly invited: boolean };

const WORDS: Readonly<Record<PageCallStatus, string>> = {
  off: 'Off',
  waiting: 'Waiting for key',
  sealed: 'Sealed, words not compared',
  compared: 'Sealed, words compared',
  blocked: 'Blocked',
  cannot: 'Cannot be sealed here',
  tampered: 'Stopped: the page tampered',
};

/** A sentence, going on behind a colon. */
const goingOn = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');

/** How a call in somebody else's page is protected, and why, as the one vocabulary says it; without a full stop. */
export function pageCallWords({ status, code }: Pick<PageCallView, 'status' | 'code'>): string {
  if (status === 'blocked' && (code === undefined || code === 'callpage/clear')) {
    return `${WORDS.blocked}: the other side sends in clear`;
  }
  if ((status === 'blocked' || status === 'cannot') && code !== undefined) {
    return `${WORDS[status]}: ${goingOn(sentenceFor(code))}`;
  }
  return WORDS[status];
}

/** Something is stopped, and a person has to know. */
export const isStopped = (status: PageCallStatus): boolean =>
  status === 'blocked' || status === 'cannot' || status === 'tampered';
