import type { Origin } from '../core/brand';
import type { CallOrigin } from '../core/call-lines';
import type { CallPeer } from '../core/calls';
import { parseFingerprint, parseOrigin } from '../core/parse';
import type { CallMessage } from '../core/wire/call-message';
import type { Change } from './book';
import { PAGE_CALL_LIMITS } from './limits';
import { isRoster } from './places';
import { isFrom, toSeats } from './seats';
import type { Invitation, World } from './state';

type Invite = Extract<CallMessage, { kind: 'invite' }>;

const isPlain = <T>(parse: (value: unknown) => T, text: string): boolean => {
  try {
    return parse(text) === text;
  } catch {
    return false;
  }
};

/** `undefined` where it cannot be true: another's certificate as host, a place twice, an origin that is none. */
export function readInvitation(invite: Invite, from: CallOrigin, peer: CallPeer, at: number): Invitation | undefined {
  const seats = toSeats(invite.members);
  if (!isPlain(parseOrigin, invite.origin) || !URL.canParse(invite.origin)) return undefined;
  if (!seats.every(({ fingerprint }) => isPlain(parseFingerprint, fingerprint))) return undefined;
  if (!isRoster(seats, peer.fingerprint) || seats.some(({ place }) => place === invite.place)) return undefined;
  const { call, place, origin } = invite;
  const { fingerprint } = peer;
  const channel = { conversation: from.conversation, device: from.device };
  return { call, place, origin: origin as Origin, channel, fingerprint, at, members: seats };
}

export const isCurrent = ({ at }: Pick<Invitation, 'at'>, now: number): boolean =>
  now - at < PAGE_CALL_LIMITS.invitationMs;

/** One of each person for each origin, the newest; true where it is to be told. */
export function keepInvitation({ world, now }: Change, invitation: Invitation): boolean {
  if (!isCurrent(invitation, now)) return false;
  const { call, fingerprint, origin } = invitation;
  // Who knows a call's id cannot put themselves in the place of who began it.
  if (world.invitations.some((one) => one.call === call && one.fingerprint !== fingerprint && isCurrent(one, now))) {
    return false;
  }
  const isNews = !world.invitations.some((one) => one.call === call && one.fingerprint === fingerprint);
  const others = world.invitations.filter(
    (one) => isCurrent(one, now) && !(one.fingerprint === fingerprint && (one.origin === origin || one.call === call)),
  );
  world.invitations = [...others, invitation].slice(-PAGE_CALL_LIMITS.invitations);
  return isNews;
}

export function dropInvitation(world: World, call: string, from?: CallOrigin): Invitation | undefined {
  const found = world.invitations.find(
    (one) => one.call === call && (from === undefined || isFrom({ channel: one.channel }, from)),
  );
  world.invitations = world.invitations.filter((one) => one !== found);
  return found;
}
