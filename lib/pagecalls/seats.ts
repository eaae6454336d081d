import type { Fingerprint } from '../core/brand';
import type { CallOrigin } from '../core/call-lines';
import type { Change } from './book';
import type { Context } from './context';
import { type Place, shut } from './pairs';
import { HOST } from './places';
import { type Call, type Member, newMember, present, type Seat, type Tab } from './state';

export const isFrom = ({ channel }: Pick<Member, 'channel'>, from: CallOrigin): boolean =>
  channel?.conversation === from.conversation && channel.device === from.device;

/** Somebody is gone: what they announced is forgotten, and what I seal from now on is not for them. */
export function depart({ held, pairs }: Context, at: Place): void {
  if (at.member.stage === 'here') shut(at, held);
  pairs.drop(at);
  at.member.stage = 'left';
  if (at.member.place === HOST) at.call.host = 'gone';
}

/** The words were said to differ, by me or by them: nothing goes to them any more, nor is shown of them. */
export function putOut(context: Context, change: Change, at: Place): void {
  depart(context, at);
  at.member.differs = true;
  tellMembers(change, at.call);
}

/** No channel is open with them any more: they and I have nothing of each other, and the others go on. */
export function unbind({ held, pairs }: Context, at: Place): void {
  shut(at, held);
  pairs.drop(at);
  delete at.member.channel;
  delete at.member.progress;
  at.member.verified = false;
}

/** Takes a list of who is in it, which is true (places.ts), as the host told it. */
export function reconcile(context: Context, change: Change, tab: Tab, call: Call, seats: readonly Seat[]): void {
  const same = (member: Member, seat: Seat) => member.place === seat.place && member.fingerprint === seat.fingerprint;
  for (const member of present(call)) {
    if (!seats.some((seat) => same(member, seat))) depart(context, { tab, call, member });
  }
  const others = seats.filter(({ place }) => place !== call.place);
  for (const seat of others) {
    if (call.members.some((member) => same(member, seat) && (member.stage === 'here' || member.differs))) continue;
    call.members = call.members.filter(({ place }) => place !== seat.place);
    call.members.push(newMember({ ...seat, stage: 'here' }, change.now));
  }
}

/** Finds the channels of those who have none yet. Throws `vault/locked`. */
export async function bind({ ports, people }: Context, change: Change, call: Call): Promise<void> {
  const unbound = present(call).filter(({ channel }) => channel === undefined);
  if (unbound.length === 0) return;
  const open = await ports.lines.open();
  for (const member of unbound) {
    const line = open.find(({ fingerprint }) => fingerprint === member.fingerprint);
    if (line === undefined) continue;
    const { name, fingerprint, decision, conversation, device } = line;
    people.set(fingerprint, { name, fingerprint, decision });
    member.channel = { conversation, device };
    member.since = change.now;
  }
}

/**
 * A channel that is not open any more (a certificate was refused, or changed; another device came) is shut here too,
 * though nothing was sent over it lately. Throws `vault/locked`.
 */
export async function dropClosed(context: Context, tab: Tab, call: Call): Promise<void> {
  const open = await context.ports.lines.open();
  for (const member of present(call)) {
    const { channel, fingerprint } = member;
    const isOpen = (one: (typeof open)[number]) =>
      one.conversation === channel?.conversation && one.device === channel.device && one.fingerprint === fingerprint;
    if (channel !== undefined && !open.some(isOpen)) unbind(context, { tab, call, member });
  }
}

/** Everybody who is in it, me among them. */
export const roster = (call: Call): Seat[] => [
  { place: call.place, fingerprint: call.certificate },
  ...present(call).map(({ place, fingerprint }) => ({ place, fingerprint })),
];

/** The host tells all who is in it now. */
export function tellMembers(change: Change, call: Call): void {
  if (call.host !== 'me') return;
  for (const { channel } of present(call)) {
    if (channel) change.send(channel.conversation, { kind: 'members', call: call.id, members: roster(call) });
  }
}

/** As it goes over the wire, where a fingerprint is only a text. */
export const toSeats = (members: ReadonlyArray<{ readonly place: number; readonly fingerprint: string }>): Seat[] =>
  members.map(({ place, fingerprint }) => ({ place, fingerprint: fingerprint as Fingerprint }));
