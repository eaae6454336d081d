import { type Carried, fixed, list, struct, uint8, uint64 } from '../core/wire/codec';
import type { DeviceId } from '../core/wire/ids';
import { type SessionTag, sessionTag } from './fields';
import { CHANNEL_LIMITS } from './limits';
import { prune } from './prune';
import { dropStale, type Session, session } from './session';
import { STATE_VERSION, stored } from './state';
import { type AcceptedStatement, type Statement, statement } from './statement';

/** Everything between one device of mine and one of another person. */
const channel = struct({
  version: uint8,
  /** One more after every step: who keeps the highest elsewhere knows an older state when it is put back. */
  revision: uint64,
  peer: statement,
  /** The first is the one that is sent in; the others still receive. */
  sessions: list(session, CHANNEL_LIMITS.sessions),
  ended: list(sessionTag, CHANNEL_LIMITS.endedSessions),
  /** The first octets of the ids of the last messages, in all sessions, newest last. */
  messages: list(fixed(8), CHANNEL_LIMITS.seenMessages),
});
export type Channel = Carried<typeof channel>;

/** A channel as it is stored: sealed by the vault before it touches a disk, wiped when a newer one is stored. */
export const storedChannel = stored(channel);

/** A channel without a session, to a device of a certificate that the person has accepted. */
export const createChannel = (peer: AcceptedStatement): Uint8Array<ArrayBuffer> =>
  storedChannel.write({ version: STATE_VERSION, revision: 0, peer, sessions: [], ended: [], messages: [] });

/** The next state: sessions that are over are remembered by their tags alone. */
export function nextChannel(before: Channel, sessions: readonly Session[], now: number): Channel {
  const placed = dropStale(sessions, now);
  const alive = placed.sessions.map((one) => ({ ...one, ratchet: prune(one.ratchet, now) }));
  return {
    ...before,
    revision: before.revision + 1,
    sessions: alive,
    ended: [...before.ended, ...placed.dropped].slice(-CHANNEL_LIMITS.endedSessions),
  };
}

/** Without these sessions; what comes in them later is `ended`. */
export const withoutSessions = (before: Channel, tags: readonly SessionTag[]): Channel => ({
  ...before,
  revision: before.revision + 1,
  sessions: before.sessions.filter(({ tag }) => !tags.includes(tag)),
  ended: [...before.ended, ...tags].slice(-CHANNEL_LIMITS.endedSessions),
});

/** What a status bar and a list of sessions need to know; no secret but the words to compare. */
export type ChannelStatus = {
  readonly state: 'none' | 'waiting for the other half' | 'open';
  readonly revision: number;
  readonly peer: Statement;
  /** Tags under which a payload of this device may come. */
  readonly tags: readonly SessionTag[];
  readonly started: number | undefined;
  /** The other waits for a half or a nonce: send an empty message now if there is no other. */
  readonly owes: boolean;
  /** 64 bits to be compared by voice; `undefined` until both sides can know them. */
  readonly comparison: Uint8Array | undefined;
  readonly device: DeviceId;
};

export function statusOf(octets: Uint8Array): ChannelStatus {
  const { peer, revision, sessions } = storedChannel.read(octets);
  const first = sessions[0];
  const state = first === undefined ? 'none' : first.phase === 'waiting' ? 'waiting for the other half' : 'open';
  return {
    state,
    revision,
    peer,
    tags: sessions.map(({ tag }) => tag),
    started: first?.started,
    owes: sessions.some(({ owes }) => owes),
    comparison: first?.comparison?.slice(),
    device: peer.device,
  };
}

/** The channel without what has grown too old; for an alarm, where no message comes by. */
export function sweepChannel(octets: Uint8Array, now: number): Uint8Array<ArrayBuffer> {
  const before = storedChannel.read(octets);
  return storedChannel.write(nextChannel(before, before.sessions, now));
}
