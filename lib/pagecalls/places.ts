import type { Fingerprint } from '../core/brand';
import { CALL_LIMITS, type CallPlace } from '../core/calls';
import type { Call, Seat } from './state';

const ALL: readonly CallPlace[] = Array.from({ length: CALL_LIMITS.members }, (_, place) => place);
/** Who began it. */
export const HOST: CallPlace = 0;

const distinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** A list of who is in a call that can be true: places and people once each, and the host in the first. */
export const isRoster = (seats: readonly Seat[], host: Fingerprint): boolean =>
  seats.length <= CALL_LIMITS.members &&
  seats.every(({ place }) => ALL.includes(place)) &&
  distinct(seats.map(({ place }) => place)) &&
  distinct(seats.map(({ fingerprint }) => fingerprint)) &&
  seats.some(({ place, fingerprint }) => place === HOST && fingerprint === host);

/**
 * One that nobody had yet, else one that nobody has any more: so newcomers mostly have the highest, and who was there
 * begins the exchange of words with them. `undefined` where the call is full.
 */
export function freePlace({ members, used }: Pick<Call, 'members' | 'used'>): CallPlace | undefined {
  const taken = members.filter(({ stage }) => stage !== 'left').map(({ place }) => place);
  const free = ALL.filter((place) => place !== HOST && !taken.includes(place));
  return free.find((place) => !used.includes(place)) ?? free[0];
}
