import type { UserId } from '../../lib/core/wire/ids';
import { loggedIn } from '../accounts/logged-in';
import { countTry } from '../accounts/rules';
import type { Context, Handler } from '../server/context';

type State = 'online' | 'offline';

/** One is seen by those whom one allows, where they watch. Who is not allowed any more sees one go offline. */
export const allowPresence: Handler<'presence.allow'> = async (ctx, caller, { users }) => {
  const { user, device } = loggedIn(caller);
  await countTry(ctx, 'presence', device);
  const { presence } = ctx.stores;
  const before = await presence.audience(user);
  await presence.allow(user, users);
  const after = await presence.audience(user);
  await tell(ctx, user, 'online', without(after, before));
  await tell(ctx, user, 'offline', without(before, after));
};

/** Says nothing of those who do not allow it, as of those who are unknown. */
export const watchPresence: Handler<'presence.watch'> = async (ctx, caller, { users }) => {
  const { user, device } = loggedIn(caller);
  await countTry(ctx, 'presence', device);
  const { presence, directory } = ctx.stores;
  await presence.watch(user, users);
  const visible = await presence.visible(user);
  const present = await Promise.all(visible.map((each) => directory.present(each)));
  for (const [place, each] of visible.entries()) {
    const state: State = (present[place] ?? []).length > 0 ? 'online' : 'offline';
    caller.push({ kind: 'presence', user: each, state });
  }
};

/** To those who may see it. */
export const tellPresence = async (ctx: Context, user: UserId, state: State): Promise<void> =>
  tell(ctx, user, state, await ctx.stores.presence.audience(user));

/** The last device left: who watched is told, and both lists go. */
export async function forgetPresence(ctx: Context, user: UserId): Promise<void> {
  await tellPresence(ctx, user, 'offline');
  await ctx.stores.presence.forget(user);
}

async function tell(ctx: Context, user: UserId, state: State, to: readonly UserId[]): Promise<void> {
  await Promise.all(to.map((each) => ctx.delivery.pushToUser(each, { kind: 'presence', user, state })));
}

const without = (users: readonly UserId[], others: readonly UserId[]): readonly UserId[] => {
  const left = new Set(others);
  return users.filter((user) => !left.has(user));
};
