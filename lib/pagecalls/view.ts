import type { CallPeer, PageCallMember, PageCallView } from '../core/calls';
import { AppError } from '../core/errors';
import { type Context, findTab } from './context';
import type { CallTab } from './contract';
import type { HeardPages } from './heard-pages';
import { isCurrent } from './invitations';
import { memberState } from './member-state';
import type { Call, Tab, World } from './state';
import { type Status, statusOf } from './status';
import { isUnlocked } from './tend';

export function statusNow(world: World, tab: CallTab, pages: HeardPages, now: number): Status {
  const known = findTab(world, tab);
  const { desk, call } = known ?? {};
  const hasFrame = desk !== undefined && desk.begun === call?.id && !pages.isQuiet(desk.ticket);
  const [heard, passes, counts] = [pages.heard(tab), pages.passes(tab), pages.recent(tab)];
  return statusOf({ tab: known, heard, passes, counts, hasFrame, now });
}

/** Without a name: it stands in a page. */
export function glanceAt(world: World, tab: CallTab, pages: HeardPages, now: number) {
  return {
    ...statusNow(world, tab, pages, now),
    live: pages.isLive(tab),
    invited: world.invitations.some((one) => one.origin === tab.origin && isCurrent(one, now)),
  };
}

/** Everything that our window shows. Throws `vault/locked`. */
export async function viewOf(context: Context, world: World, known: CallTab, pages: HeardPages): Promise<PageCallView> {
  if (!(await isUnlocked(context))) throw new AppError('vault/locked');
  const { ports, people, pairs } = context;
  const now = ports.now();
  const choices = await ports.lines.open();
  for (const { name, fingerprint, decision } of choices) people.set(fingerprint, { name, fingerprint, decision });
  const peerOf = (fingerprint: CallPeer['fingerprint']): CallPeer =>
    people.get(fingerprint) ?? { name: '', fingerprint, decision: 'unknown' };
  const memberOf = async (call: Call, member: Call['members'][number]): Promise<PageCallMember> => ({
    place: member.place,
    peer: peerOf(member.fingerprint),
    state: memberState(member, now),
    words: member.differs
      ? { state: 'failed', code: 'callpage/differ' }
      : member.stage === 'here'
        ? await pairs.words({ call, member })
        : { state: 'waiting' },
  });
  const tab: Tab | undefined = findTab(world, known);
  const call = tab?.call;
  return {
    origin: known.origin,
    ...statusNow(world, known, pages, now),
    live: pages.isLive(known),
    ...(call === undefined ? {} : { call: call.id }),
    members: call === undefined ? [] : await Promise.all(call.members.map((member) => memberOf(call, member))),
    invitations: world.invitations
      .filter((one) => one.origin === known.origin && isCurrent(one, now))
      .map((one) => ({ call: one.call, from: peerOf(one.fingerprint), at: one.at })),
    choices: choices.map(({ device: _device, ...choice }) => choice),
  };
}
