import type { Change } from './book';
import type { Context } from './context';
import { giveHeld } from './keys';
import { PAGE_CALL_LIMITS } from './limits';
import { begin, put } from './orders';
import type { Place } from './pairs';
import { bind } from './seats';
import { present, type World } from './state';

/** Throws nothing; while keys are locked nothing is due. */
export async function isUnlocked({ ports }: Context): Promise<boolean> {
  return (await ports.vault.state()).phase === 'unlocked';
}

const isDone = ({ member }: Place): boolean => member.channel !== undefined && member.progress?.state === 'done';

async function tendMember(context: Context, change: Change, at: Place): Promise<void> {
  const { tab, call, member } = at;
  if (member.channel === undefined) return;
  await context.pairs.tend(change, at);
  if (!isDone(at)) return;
  // They were in this background's memory, or the one's before: that one is dead.
  if (member.theirs === 'held' && !context.held.has(call.id, tab.desk?.ticket, member.place)) {
    Object.assign(member, { theirs: member.opens ? 'taken' : 'none', missing: true });
  }
  if (tab.desk?.begun !== call.id) return;
  if (!member.admitted) {
    member.admitted = true;
    put(tab, { order: 'admit', call: call.id, device: member.channel.device });
  }
  giveHeld(context, at);
  if (!member.missing) return;
  Object.assign(member, { missing: false, since: change.now });
  change.send(member.channel.conversation, { kind: 'join', call: call.id });
}

/** Does everything that is due in all calls: it can be asked at any time, and as often as one likes. */
export async function tend(context: Context, change: Change): Promise<void> {
  if (!(await isUnlocked(context))) return;
  for (const tab of change.world.tabs) {
    const { call } = tab;
    if (call === undefined) continue;
    if (tab.desk !== undefined && tab.desk.begun !== call.id) begin(tab, call, change.now);
    await bind(context, change, call);
    for (const member of present(call)) {
      await tendMember(context, change, { tab, call, member }).catch(context.ports.onFailure);
    }
  }
}

/** When what is missing of them is asked for again; `undefined` where nothing is, or it was asked for often enough. */
function repairAt({ call, tab, member }: Place): number | undefined {
  if (member.channel === undefined || member.progress?.state === 'failed') return undefined;
  if (member.progress?.state !== 'done') {
    return member.progress?.state === 'begun' ? undefined : member.since + PAGE_CALL_LIMITS.beginMs;
  }
  const complete = member.theirs === 'taken' && member.took >= 0 && member.took >= member.announced;
  if (complete || tab.desk?.begun !== call.id || member.repairs >= PAGE_CALL_LIMITS.repairs) return undefined;
  return member.since + PAGE_CALL_LIMITS.repairMs * 2 ** member.repairs;
}

const places = ({ tabs }: World): Place[] =>
  tabs.flatMap((tab) => {
    const { call } = tab;
    return call === undefined ? [] : present(call).map((member) => ({ tab, call, member }));
  });

/** Asks again for what is missing: something of it was lost with a background, here or there. */
export function repair({ world, now }: Change): void {
  for (const at of places(world)) {
    const due = repairAt(at);
    if (due === undefined || due > now || at.member.progress?.state !== 'done') continue;
    at.member.repairs += 1;
    if (at.member.theirs !== 'taken') at.member.missing = true;
    if (at.member.took < at.member.announced || at.member.took < 0) at.member.admitted = false;
  }
}

/** When `repair` has something to do next. */
export function nextRepair(world: World, now: number): number | undefined {
  const due = places(world).flatMap((at) => repairAt(at) ?? []);
  return due.length === 0 ? undefined : Math.max(now + 1_000, Math.min(...due));
}
