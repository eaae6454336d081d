import { AppError } from '../core/errors';
import { type MessageId, toHex } from '../core/wire/ids';
import { type Channel, nextChannel, storedChannel, withoutSessions } from './channel';
import { CHANNEL_LIMITS } from './limits';
import { type Route, writePayload, writeRoute } from './payload';
import type { StepPorts } from './ports';
import { ratchetSeal } from './ratchet-send';
import { replaceSession, type Session } from './session';
import { type Words, writeWords } from './words';

/** What to send, after `channel` is stored. */
export type Sealed = {
  readonly channel: Uint8Array<ArrayBuffer>;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly id: MessageId;
  /** My messages before this one in its session. */
  readonly index: number;
};

function routeOf({ phase, tag, handshake }: Session): Route {
  if (phase === 'waiting') return { form: 'opening', opening: handshake };
  return phase === 'answering' ? { form: 'answer', tag, answer: handshake } : { form: 'message', tag };
}

function sealIn(session: Session, words: Words, ports: StepPorts) {
  const bound = writeRoute(routeOf(session));
  const { ratchet, box, index } = ratchetSeal(session.ratchet, writeWords(words), bound, ports.random);
  const next = { ...session, ratchet, owes: false, used: ports.now() };
  return { session: next, payload: writePayload(bound, box), index };
}

function firstSession({ sessions }: Channel): Session {
  const [first] = sessions;
  if (first === undefined) throw new AppError('channel/none');
  return first;
}

/** Seals one message: of content, or empty where the other is owed a half or a nonce. */
function seal(
  octets: Uint8Array,
  content: Uint8Array | undefined,
  id: MessageId | undefined,
  ports: StepPorts,
): Sealed {
  const channel = storedChannel.read(octets);
  const first = firstSession(channel);
  // What is owed belongs to one session; words go into the first.
  const current = content ? first : (channel.sessions.find(({ owes }) => owes) ?? first);
  const words: Words = {
    id: id ?? (toHex(ports.random(16)) as MessageId),
    kind: content ? 'content' : 'empty',
    nonce: current.phase === 'open' ? current.nonce : undefined,
    content: content ?? new Uint8Array(),
  };
  const { session, payload, index } = sealIn(current, words, ports);
  const next = nextChannel(channel, replaceSession(channel.sessions, session), ports.now());
  return { channel: storedChannel.write(next), payload, id: words.id, index };
}

/**
 * Seals one message in the channel's first session. `id` is given where a message is sent again that an earlier session
 * may have carried already. Fails with `channel/none`, `channel/too-large`, `channel/damaged`.
 */
export function sealMessage(
  octets: Uint8Array,
  message: { readonly content: Uint8Array; readonly id?: MessageId },
  ports: StepPorts,
): Sealed {
  if (message.content.length > CHANNEL_LIMITS.contentOctets) throw new AppError('channel/too-large');
  return seal(octets, message.content, message.id, ports);
}

/** A message without words, for when `statusOf` says that something is owed. */
export const sealEmpty = (octets: Uint8Array, ports: StepPorts): Sealed => seal(octets, undefined, undefined, ports);

/** Ends every session of the channel and says so to the other. The keys are gone; wipe the old octets. */
export function endSessions(
  octets: Uint8Array,
  ports: StepPorts,
): { readonly channel: Uint8Array<ArrayBuffer>; readonly payload: Uint8Array<ArrayBuffer> | undefined } {
  const channel = storedChannel.read(octets);
  const tags = channel.sessions.map(({ tag }) => tag);
  const [first] = channel.sessions;
  const id = toHex(ports.random(16)) as MessageId;
  const words: Words = { id, kind: 'end', nonce: undefined, content: new Uint8Array() };
  return {
    channel: storedChannel.write(withoutSessions(channel, tags)),
    payload: first && sealIn(first, words, ports).payload,
  };
}
