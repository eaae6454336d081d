import type { CallOrigin } from '../core/call-lines';
import type { CallMessage } from '../core/wire/call-message';
import type { Change } from './book';
import type { Context } from './context';
import type { EarlyMessages } from './early-messages';
import { dropInvitation, keepInvitation, readInvitation } from './invitations';
import { arrive, takePlace } from './joining';
import { askedForMine, takeTheirs, tookMine } from './keys';
import { finish } from './orders';
import type { Place } from './pairs';
import { HOST, isRoster } from './places';
import { bind, depart, isFrom, putOut, reconcile, tellMembers, toSeats } from './seats';
import { type Call, present, type Tab } from './state';

type Of<K extends CallMessage['kind']> = Extract<CallMessage, { kind: K }>;
type Heard = { readonly from: CallOrigin; readonly at: number };

const tabOf = (change: Change, id: string): (Tab & { call: Call }) | undefined =>
  change.world.tabs.find((tab): tab is Tab & { call: Call } => tab.call?.id === id);

/** Who says this, if they are in the call. */
async function whoSays(context: Context, change: Change, tab: Tab & { call: Call }, from: CallOrigin) {
  const { call } = tab;
  const find = () => present(call).find((member) => isFrom(member, from));
  if (find() === undefined) await bind(context, change, call);
  const member = find();
  return member && { tab, call, member };
}

async function onInvite(context: Context, change: Change, invite: Of<'invite'>, { from, at }: Heard): Promise<void> {
  const { ports, people } = context;
  const { device, name, fingerprint, decision } = await ports.lines.peer(from.conversation);
  if (device !== from.device) return;
  const peer = { name, fingerprint, decision };
  const invitation = readInvitation(invite, from, peer, Math.min(at, change.now));
  if (invitation === undefined) return;
  people.set(fingerprint, peer);
  const tab = tabOf(change, invite.call);
  if (tab === undefined) {
    if (!keepInvitation(change, invitation)) return;
    change.afterwards(() => ports.notify({ call: invite.call, name, origin: invitation.origin }));
    return;
  }
  // The host asks me in again: everything between us begins anew, at another place. Who is not the host asks nobody in.
  const host = tab.call.members.find(({ place }) => place === HOST);
  const { call } = tab;
  if (host === undefined || !isFrom(host, from) || call.host !== 'here' || tab.origin !== invitation.origin) return;
  if (call.place === invitation.place) return;
  for (const member of call.members) {
    context.pairs.drop({ call, member });
    context.held.forget(call.id, member.place);
  }
  finish(tab, call.id);
  await takePlace(context, change, tab, invitation, call.generation);
}

async function onJoin(context: Context, change: Change, { call: id }: Of<'join'>, { from }: Heard): Promise<void> {
  const tab = tabOf(change, id);
  if (tab === undefined) return;
  const asked = tab.call.members.find((member) => member.stage === 'asked' && isFrom(member, from));
  if (tab.call.host === 'me' && asked !== undefined) return arrive(context, change, tab, tab.call, asked);
  const at = await whoSays(context, change, tab, from);
  if (at) askedForMine(at);
}

function onLeave(context: Context, change: Change, { call: id }: Of<'leave'>, { from }: Heard): void {
  dropInvitation(change.world, id, from);
  const tab = tabOf(change, id);
  if (tab === undefined) return;
  const { call } = tab;
  const gone = call.members.filter((member) => member.stage !== 'left' && isFrom(member, from));
  const wereHere = gone.some(({ stage }) => stage === 'here');
  for (const member of gone) depart(context, { tab, call, member });
  if (wereHere) tellMembers(change, call);
}

/** They say that the words on our two screens differ. Their channel closes behind it. */
function onDiffer(context: Context, change: Change, { call: id }: Of<'differ'>, { from }: Heard): void {
  const tab = tabOf(change, id);
  if (tab === undefined) return;
  const { call } = tab;
  for (const member of present(call)) if (isFrom(member, from)) putOut(context, change, { tab, call, member });
}

async function onMembers(context: Context, change: Change, heard: Of<'members'>, { from }: Heard): Promise<void> {
  const tab = tabOf(change, heard.call);
  if (tab?.call.host !== 'here') return;
  const { call } = tab;
  const host = present(call).find(({ place }) => place === HOST);
  if (host === undefined || !isFrom(host, from)) return;
  const seats = toSeats(heard.members);
  const isMine = ({ place, fingerprint }: (typeof seats)[number]) =>
    place === call.place && fingerprint === call.certificate;
  if (!isRoster(seats, host.fingerprint) || !seats.some(isMine)) return;
  reconcile(context, change, tab, call, seats);
}

/** One message of somebody about a page's call. What does not fit changes nothing. */
export async function takeMessage(
  context: Context,
  early: EarlyMessages,
  change: Change,
  message: CallMessage,
  heard: Heard,
): Promise<void> {
  if (message.kind === 'invite') return onInvite(context, change, message, heard);
  if (message.kind === 'join') return onJoin(context, change, message, heard);
  if (message.kind === 'leave') return onLeave(context, change, message, heard);
  if (message.kind === 'differ') return onDiffer(context, change, message, heard);
  if (message.kind === 'members') return onMembers(context, change, message, heard);
  if (message.kind !== 'sas' && message.kind !== 'keys' && message.kind !== 'took') return;
  const tab = tabOf(change, message.call);
  if (tab === undefined) return;
  const at: Place | undefined = await whoSays(context, change, tab, heard.from);
  // The host's list, which names them, comes by another channel than what they say.
  if (at === undefined) early.keep(heard.from, message, change.now);
  else if (message.kind === 'sas') await context.pairs.receive(change, at, message);
  else if (message.kind === 'keys') await takeTheirs(context, change, at, message.octets);
  else tookMine(change, at, message.generation);
}
