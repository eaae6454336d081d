import { fromHex } from '../core/wire/ids';
import { type Channel, nextChannel, storedChannel, withoutSessions } from './channel';
import { commitTo, comparisonOf } from './comparison';
import { sameOctets, wipe } from './crypto';
import { CHANNEL_LIMITS } from './limits';
import type { Outcome, Received } from './outcomes';
import type { Payload } from './payload';
import type { StepPorts } from './ports';
import type { NotOpened, Opened } from './ratchet-receive';
import { findSession, notAfter, rank, replaceSession, type Session, withoutLost } from './session';
import { readWords, type Words } from './words';

/** The session ends at once, and with it those that were begun before it: nothing may be sent in one of them again. */
const stopped = (channel: Channel, session: Session, outcome: Outcome): Received => {
  const tags = new Set([session.tag, ...notAfter(channel.sessions, session).map(({ tag }) => tag)]);
  return { outcome, channel: storedChannel.write(withoutSessions(channel, [...tags])) };
};

const rolledBack = (channel: Channel, session: Session, whose: 'mine' | 'theirs'): Received =>
  stopped(channel, session, { kind: 'rolled-back', whose });

/** What a message that did not open means. */
export function notOpened(channel: Channel, session: Session, result: NotOpened): Received {
  if (result.kind === 'weak-key') return { outcome: { kind: 'refused', reason: 'weak-key' } };
  if (result.kind === 'rolled-back') return rolledBack(channel, session, 'theirs');
  if (result.kind !== 'used') return { outcome: { kind: 'unreadable', reason: result.kind } };
  const { heard, late, forgot } = session.ratchet;
  if (forgot) return { outcome: { kind: 'unreadable', reason: 'forgotten' } };
  // Its key was used, but its nonce is not among the last ones. Where it has to be, the key was used for two different
  // messages, which only a sender does who went back to an older state; where it may be older, it was here before.
  const certain = heard - result.header.index + late < CHANNEL_LIMITS.seenNonces;
  return certain ? rolledBack(channel, session, 'theirs') : { outcome: { kind: 'duplicate' } };
}

/** What a message of the other says about where the handshake stands. */
function advance(session: Session, payload: Payload, words: Words, opened: Opened): Session {
  const { nonce, commitment, transcript } = session;
  const confirmed = opened.turned && session.phase === 'answering';
  const shown = commitment && words.nonce ? comparisonOf(transcript, words.nonce) : session.comparison;
  const repeats = payload.route.form !== 'message' && !opened.late;
  return {
    ...session,
    phase: confirmed ? 'open' : session.phase,
    handshake: confirmed ? new Uint8Array() : session.handshake,
    // My nonce has arrived when the other answers to the chain that carried it.
    nonce: opened.turned ? undefined : nonce,
    commitment: commitment && words.nonce ? undefined : commitment,
    comparison: shown,
    owes: session.owes || (repeats && !confirmed && (session.phase === 'answering' || nonce !== undefined)),
  };
}

function outcomeOf(words: Words, session: Session, { header, missing, late }: Opened): Outcome {
  const order = { tag: session.tag, index: header.index, missing, late };
  if (words.kind === 'content') return { kind: 'message', id: words.id, content: words.content.slice(), order };
  return words.kind === 'end' ? { kind: 'ended', order } : { kind: 'empty', order };
}

/** A session that came to be open takes its rank; any other stays where it is. */
function placed(sessions: readonly Session[], next: Session): readonly Session[] {
  const older = findSession(sessions, next.tag);
  if (older === undefined) return rank([...withoutLost(sessions, next), next]);
  const replaced = replaceSession(sessions, next);
  return older.phase === 'waiting' && next.phase === 'open' ? rank(replaced) : replaced;
}

/** The state after a message that opened, and what it means. */
export function conclude(
  channel: Channel,
  before: Session,
  payload: Payload,
  opened: Opened,
  ports: StepPorts,
): Received {
  const { header, ratchet } = opened;
  if (header.heard > ratchet.sent) return rolledBack(channel, before, 'mine');
  const words = readWords(opened.words);
  if (words === undefined) return { outcome: { kind: 'unreadable', reason: 'damaged' } };
  const { commitment } = before;
  if (commitment && words.nonce && !sameOctets(commitTo(words.nonce), commitment)) {
    return stopped(channel, before, { kind: 'refused', reason: 'commitment' });
  }
  const outcome = outcomeOf(words, before, opened);
  if (outcome.kind === 'ended') return stopped(channel, before, outcome);
  const now = ports.now();
  const seen = [...before.seen, payload.box.nonce.subarray(0, 8)].slice(-CHANNEL_LIMITS.seenNonces);
  const session = { ...advance(before, payload, words, opened), ratchet, used: now, seen };
  const id = fromHex(words.id).subarray(0, 8);
  const known = channel.messages.some((one) => sameOctets(one, id));
  const messages = known ? channel.messages : [...channel.messages, id].slice(-CHANNEL_LIMITS.seenMessages);
  const sessions = placed(channel.sessions, session);
  const next = storedChannel.write(nextChannel({ ...channel, messages }, sessions, now));
  wipe(opened.words);
  return { outcome: known ? { kind: 'duplicate' } : outcome, channel: next };
}
