import { createChannel, statusOf, storedChannel } from '../../channel/channel';
import { CHANNEL_LIMITS } from '../../channel/limits';
import { rank } from '../../channel/session';
import { type AcceptedStatement, isSameDevice } from '../../channel/statement';
import type { Agreement } from './state';

/** How far the channel is; `undefined` where there is none that can be read. */
export function statusIn({ channel }: Agreement) {
  try {
    return channel === undefined ? undefined : statusOf(channel);
  } catch {
    return undefined;
  }
}

/**
 * The channel with this device: the one that is there, or a new one in its place. What was opened and what has ended
 * with the device before stays known, so that nothing of it comes twice.
 */
export function channelWith(state: Agreement, peer: AcceptedStatement): Uint8Array {
  const fresh = createChannel(peer);
  if (state.channel === undefined || statusIn(state) === undefined) return fresh;
  const before = storedChannel.read(state.channel);
  if (isSameDevice(before.peer, peer)) return state.channel;
  const tags = [...before.ended, ...before.sessions.map(({ tag }) => tag)].slice(-CHANNEL_LIMITS.endedSessions);
  return storedChannel.write({ ...storedChannel.read(fresh), ended: tags, messages: before.messages });
}

/**
 * Words go on in a session that is open until the new one is answered: a device lies in one piece with its sessions, so
 * who greets from the same device has them still, and a greeting that a page shows again costs nothing.
 */
export function openFirst(octets: Uint8Array): Uint8Array {
  const channel = storedChannel.read(octets);
  return storedChannel.write({ ...channel, sessions: rank(channel.sessions) });
}
