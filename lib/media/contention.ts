import { readCommit } from './sas-messages';

/**
 * Both began at once: whether mine is the exchange that goes on. The one with the higher commitment stays initiator
 * (RFC 6189, 4.2); the other side drops its own and answers. `undefined` where one is no commitment, or they are equal.
 */
export function mineGoesOn(mine: Uint8Array, theirs: Uint8Array): boolean | undefined {
  const own = readCommit(mine)?.commitment;
  const other = readCommit(theirs)?.commitment;
  if (own === undefined || other === undefined) return undefined;
  const at = own.findIndex((octet, place) => octet !== other[place]);
  return at < 0 ? undefined : (own[at] ?? 0) > (other[at] ?? 0);
}
