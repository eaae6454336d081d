import { boolean, type Carried, fixed, list, oneOf, opaque, optional, struct, uint64 } from '../core/wire/codec';
import { key, type SessionTag, sessionTag } from './fields';
import { CHANNEL_LIMITS } from './limits';
import { ratchet } from './ratchet';

/**
 * `waiting`: I opened, the other half of the key has not come; `answering`: I have both halves, the other may not yet;
 * `open`: both have.
 */
const phase = oneOf(['waiting', 'answering', 'open']);

export const session = struct({
  tag: sessionTag,
  initiator: boolean,
  phase,
  /** Milliseconds since 1970: when it began, and when it was last used. */
  started: uint64,
  used: uint64,
  /** The hash of the opening; with both halves, of the answer. */
  transcript: key,
  /** What the other half of the key is mixed into. */
  waiting: optional(key),
  /** Opening or answer, sent along until the other is known to have it; then empty. */
  handshake: opaque(CHANNEL_LIMITS.handshakeOctets),
  /** The initiator's, until the other has it. */
  nonce: optional(key),
  /** The responder's, until it has seen the nonce. */
  commitment: optional(key),
  /** What is compared by voice, when it is known. */
  comparison: optional(fixed(8)),
  /** `started` of the opening, the same on both sides; 0 where the other has lost the session. */
  order: uint64,
  /** Sessions of the other that waited when it answered this one. */
  twins: list(sessionTag, CHANNEL_LIMITS.sessions),
  /** The other waits for something that goes with any message of mine. */
  owes: boolean,
  ratchet,
  /** The first octets of the nonces of the last messages, newest last. */
  seen: list(fixed(8), CHANNEL_LIMITS.seenNonces),
});
export type Session = Carried<typeof session>;

export const isOpen = ({ phase: now }: Session): boolean => now !== 'waiting';

export const findSession = (sessions: readonly Session[], tag: SessionTag): Session | undefined =>
  sessions.find((one) => one.tag === tag);

/** The same list with this session in the place of its older self. */
export const replaceSession = (sessions: readonly Session[], next: Session): Session[] =>
  sessions.map((one) => (one.tag === next.tag ? next : one));

export type Placed = { readonly sessions: readonly Session[]; readonly dropped: readonly SessionTag[] };

/** The later one first; of two that were begun at the same time, the one with the lower tag: the same on both sides. */
const byAge = (one: Session, other: Session): number => other.order - one.order || (one.tag < other.tag ? -1 : 1);

/** Open sessions first, because the other can answer in them; the first of all is the one that is sent in. */
export const rank = (sessions: readonly Session[]): Session[] =>
  sessions.toSorted((one, other) => Number(isOpen(other)) - Number(isOpen(one)) || byAge(one, other));

/** Those that are over with this one: it, and what was begun before it. */
export const notAfter = (sessions: readonly Session[], last: Session): Session[] =>
  sessions.filter((one) => one.tag === last.tag || byAge(last, one) < 0);

/**
 * Sessions that the sender of this opening has lost: one that it had answered before, or it would have begun later than
 * that; and one of its own that it says it began at the same moment.
 */
export const withoutLost = (sessions: readonly Session[], opened: Session): Session[] =>
  sessions.map((one) => {
    const waited = one.twins.includes(opened.tag);
    const lost = one.initiator
      ? one.phase === 'open' && one.order > opened.order && !waited
      : one.order === opened.order;
    return lost ? { ...one, order: 0, owes: false } : one;
  });

/** Sessions that another took over from are forgotten after a while, or where they are too many. */
export function dropStale(sessions: readonly Session[], now: number): Placed {
  const kept = sessions
    .filter(({ used }, place) => place === 0 || Math.abs(now - used) < CHANNEL_LIMITS.sessionMs)
    .slice(0, CHANNEL_LIMITS.sessions);
  return { sessions: kept, dropped: sessions.filter((one) => !kept.includes(one)).map(({ tag }) => tag) };
}
