import type { Fingerprint } from '../core/brand';
import type { DeviceId, UserId } from '../core/wire/ids';
import { acceptOpening, answerOpening, receivingOf, usePrekeys } from './accept';
import { type Channel, storedChannel } from './channel';
import { completeSession } from './complete';
import { conclude, notOpened } from './conclude';
import { sameOctets } from './crypto';
import { storedDevice } from './device';
import type { SessionTag } from './fields';
import { readOpening } from './handshake';
import type { Received, Unreadable } from './outcomes';
import { type Payload, readPayload } from './payload';
import type { ChannelPorts } from './ports';
import { ratchetOpen } from './ratchet-receive';
import { findSession, type Session } from './session';
import { readStatement } from './statement';

export type ReceiveInput = {
  readonly channel: Uint8Array;
  readonly device: Uint8Array;
  readonly payload: Uint8Array;
};

const unreadable = (reason: Unreadable): Received => ({ outcome: { kind: 'unreadable', reason } });

/**
 * One payload of the channel's peer. One step at a time: of a channel, and of a device while an opening is received.
 * What one expects is an outcome; fails with `channel/damaged` for a state that is
 * not ours and with what the certificate port fails with (`vault/locked`), and then nothing was changed.
 */
export async function receive(input: ReceiveInput, ports: ChannelPorts): Promise<Received> {
  const channel = storedChannel.read(input.channel);
  const payload = readPayload(input.payload);
  if (typeof payload === 'string') return unreadable(payload);
  const session = findSession(channel.sessions, payload.tag);
  if (session) return receiveIn(channel, session, payload, ports);
  if (channel.ended.includes(payload.tag)) return unreadable('ended');
  if (payload.route.form !== 'opening') return unreadable('no-session');
  return receiveOpening(channel, input.device, payload, payload.route.opening, ports);
}

async function receiveIn(channel: Channel, session: Session, payload: Payload, ports: ChannelPorts): Promise<Received> {
  const mark = payload.box.nonce.subarray(0, 8);
  if (session.seen.some((one) => sameOctets(one, mark))) return { outcome: { kind: 'duplicate' } };
  const { route, box, bound } = payload;
  const completed =
    session.phase === 'waiting' && route.form === 'answer'
      ? await completeSession(session, route.answer, channel.peer.certificate, ports)
      : session;
  if ('kind' in completed) return { outcome: completed };
  const opened = ratchetOpen(completed.ratchet, box, bound, ports);
  if (opened.kind !== 'opened') return notOpened(channel, completed, opened);
  return conclude(channel, completed, payload, opened, ports);
}

async function receiveOpening(
  channel: Channel,
  deviceOctets: Uint8Array,
  payload: Payload,
  octets: Uint8Array,
  ports: ChannelPorts,
): Promise<Received> {
  const own = storedDevice.read(deviceOctets);
  const accepted = await acceptOpening(own, channel, octets, payload.tag, ports);
  if (accepted.kind === 'refused') return { outcome: accepted };
  const opened = ratchetOpen(receivingOf(accepted), payload.box, payload.bound, ports);
  if (opened.kind !== 'opened') return unreadable('damaged');
  const twins = channel.sessions.filter(({ phase }) => phase === 'waiting').map(({ tag }) => tag);
  const session = await answerOpening(accepted, opened.ratchet, payload.tag, twins, ports);
  if ('kind' in session) return { outcome: session };
  const peered = { ...channel, peer: accepted.peer };
  const received = conclude(peered, session, payload, { ...opened, ratchet: session.ratchet }, ports);
  if (received.channel === undefined) return received;
  return { ...received, device: storedDevice.write(usePrekeys(own, accepted.prekeys, payload.tag)) };
}

/** Whose payload this is: which channel has its tag, or, for an opening, who claims to be its sender. */
export type Addressed =
  | { readonly kind: 'session'; readonly tag: SessionTag }
  | {
      readonly kind: 'opening';
      readonly tag: SessionTag;
      /** Claimed, not proven: to find the channel, or to ask the person for a decision. */
      readonly user: UserId;
      readonly device: DeviceId;
      readonly certificate: Fingerprint;
      readonly signed: { readonly statement: Uint8Array; readonly signature: Uint8Array };
    }
  | { readonly kind: 'unreadable'; readonly reason: Unreadable };

/** Reads the outside of a payload; the relay does not say who sent it. */
export function addressOf(octets: Uint8Array): Addressed {
  const payload = readPayload(octets);
  if (typeof payload === 'string') return { kind: 'unreadable', reason: payload };
  const { route, tag } = payload;
  if (route.form !== 'opening') return { kind: 'session', tag };
  const signed = readOpening(route.opening)?.terms.initiator;
  const claimed = signed && readStatement(signed);
  if (signed === undefined || claimed === undefined) return { kind: 'unreadable', reason: 'damaged' };
  const { user, device, certificate } = claimed;
  return { kind: 'opening', tag, user, device, certificate, signed };
}
