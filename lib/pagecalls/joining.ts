import type { CallId, CallPlace } from '../core/calls';
import type { ConversationId } from '../core/chat';
import { AppError } from '../core/errors';
import { toHex } from '../core/wire/hex';
import type { Change } from './book';
import type { Context } from './context';
import { dropInvitation, isCurrent } from './invitations';
import { finish } from './orders';
import { freePlace, HOST } from './places';
import { depart, roster, tellMembers } from './seats';
import { type Call, type Invitation, type Member, newMember, type Tab } from './state';

const newCall = (known: Pick<Call, 'id' | 'place' | 'certificate' | 'host' | 'members' | 'used'>): Call => ({
  ...known,
  generation: -1,
  begun: 0,
});

/** A call that nobody is in yet. Throws `vault/locked`. */
export async function found({ ports }: Context, tab: Tab): Promise<Call> {
  const id = toHex(ports.random(16)) as CallId;
  const certificate = await ports.lines.myCertificate();
  const call = newCall({ id, place: HOST, certificate, host: 'me', members: [], used: [HOST] });
  Object.assign(tab, { call, protected: true });
  return call;
}

/**
 * Asks somebody in, or in again: then they get another place, and everything between us begins anew. Throws
 * `call/not-open`, `callpage/full`.
 */
export async function invite(
  { ports, people }: Context,
  change: Change,
  { tab, call, isWell }: { readonly tab: Tab; readonly call: Call; readonly isWell: (member: Member) => boolean },
  conversation: ConversationId,
): Promise<void> {
  const { name, fingerprint, decision, device } = await ports.lines.peer(conversation);
  people.set(fingerprint, { name, fingerprint, decision });
  if (fingerprint === call.certificate) throw new AppError('call/not-open');
  const known = call.members.filter((member) => member.fingerprint === fingerprint && member.stage !== 'left');
  if (known.some(isWell)) return;
  call.members = call.members.filter((member) => !(known.includes(member) && member.stage === 'asked'));
  const place = freePlace(call);
  if (place === undefined) throw new AppError('callpage/full');
  call.used.push(place);
  call.members = call.members.filter((member) => member.place !== place);
  const channel = { conversation, device };
  call.members.push(newMember({ place, fingerprint, channel, stage: 'asked' }, change.now));
  const members = roster(call).filter((seat) => seat.fingerprint !== fingerprint);
  change.send(conversation, { kind: 'invite', call: call.id, at: change.now, origin: tab.origin, place, members });
}

/** Somebody whom I asked has come. Who was there with the same certificate lost everything, and is gone. */
export function arrive(context: Context, change: Change, tab: Tab, call: Call, member: Member): void {
  for (const before of call.members) {
    if (before !== member && before.fingerprint === member.fingerprint && before.stage === 'here') {
      depart(context, { tab, call, member: before });
    }
  }
  Object.assign(member, { stage: 'here', since: change.now });
  tellMembers(change, call);
}

/** Takes a place in a call that somebody asked me into. Throws `vault/locked`. */
export async function takePlace(
  { ports }: Context,
  change: Change,
  tab: Tab,
  invitation: Invitation,
  before = -1,
): Promise<void> {
  const { channel, call: id, place, members } = invitation;
  const certificate = await ports.lines.myCertificate();
  const others = members.map((seat) =>
    newMember({ ...seat, stage: 'here', ...(seat.place === HOST ? { channel } : {}) }, change.now),
  );
  const call = newCall({ id, place, certificate, host: 'here', members: others, used: [] });
  Object.assign(tab, { call: { ...call, generation: before }, protected: true });
  change.send(channel.conversation, { kind: 'join', call: id });
}

/** The invitation that is answered. Throws `callpage/not-asked`: none, an old one, or for a page of another origin. */
export function answerable(change: Change, tab: Pick<Tab, 'origin'>, call: CallId): Invitation {
  const found = dropInvitation(change.world, call);
  if (found === undefined || found.origin !== tab.origin || !isCurrent(found, change.now)) {
    throw new AppError('callpage/not-asked');
  }
  return found;
}

/** Everybody is told, and the frame's keys are over. What is protected stays protected. */
export function leave({ pairs, held }: Context, change: Change, tab: Tab): void {
  const { call } = tab;
  if (call === undefined) return;
  for (const member of call.members) {
    pairs.drop({ call, member });
    held.forget(call.id, member.place);
    if (member.channel && member.stage !== 'left') {
      change.send(member.channel.conversation, { kind: 'leave', call: call.id });
    }
  }
  if (tab.desk) held.forgetFrame(tab.desk.ticket);
  finish(tab, call.id);
  delete tab.call;
  tab.leftAt = change.now;
}

export const memberAt = (call: Call, place: CallPlace): Member | undefined =>
  call.members.find((member) => member.place === place && member.stage !== 'left');
