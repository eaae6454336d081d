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
  /** The session that the other began at the same time. */
  twin: optional(sessionTag),
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

/** Begun at the same time, one by each side. */
export const areTwins = (one: Session, other: Session): boolean => one.twin === other.tag || other.twin === one.tag;

/**
 * The session that came to be open goes first, to be the one that is sent in. Of two that were begun at the same time,
 * the one with the lower tag does, so that both sides choose the same; the other still receives.
 */
export function placeFirst(sessions: readonly Session[], opened: Session): Session[] {
  const others = sessions.filter(({ tag }) => tag !== opened.tag);
  const twin = others.findIndex((one) => isOpen(one) && areTwins(one, opened) && one.tag < opened.tag);
  return twin < 0 ? [opened, ...others] : others.toSpliced(twin + 1, 0, opened);
}

/** Sessions that another took over from are forgotten after a while, or where they are too many. */
export function dropStale(sessions: readonly Session[], now: number): Placed {
  const kept = sessions
    .filter(({ used }, place) => place === 0 || Math.abs(now - used) < CHANNEL_LIMITS.sessionMs)
    .slice(0, CHANNEL_LIMITS.sessions);
  return { sessions: kept, dropped: sessions.filter((one) => !kept.includes(one)).map(({ tag }) => tag) };
}
