import { randomBytes } from 'node:crypto';
import { AppError } from '../../lib/core/errors';
import type { SessionId, UserId } from '../../lib/core/wire/ids';
import { loggedIn } from '../accounts/logged-in';
import { countTry } from '../accounts/rules';
import { tagOf } from '../accounts/secrets';
import type { Context, Handler } from '../server/context';
import type { Session } from '../stores/ports';

/**
 * The answer is the same whether the peer is online, away or unknown: presence is told by `presence.allow` alone.
 * {two user ids, start, end} is in memory and in two frames, nowhere else: requirement S9. Whoever answers the
 * request overwrites the id when it is encoded.
 */
export const openSession: Handler<'session.open'> = async (ctx, caller, { peer }) => {
  const { user } = loggedIn(caller);
  if (peer === user) throw new AppError('wire/malformed');
  await countTry(ctx, 'session', tagOf(ctx.secrets, user));
  const started = ctx.clock();
  const session: Session = { id: randomBytes(16) as Uint8Array as SessionId, users: [user, peer], started };
  try {
    await ctx.stores.sessions.open(session, started + ctx.config.limits.sessionMs);
    await tell(ctx, session, 'started', started);
  } catch (error) {
    session.id.fill(0);
    throw error;
  }
  return { session: session.id };
};

export const closeSession: Handler<'session.close'> = async (ctx, caller, input) => {
  const session = await ctx.stores.sessions.close(input.session, loggedIn(caller).user);
  if (session === undefined) throw new AppError('relay/not-found');
  await tellEnded(ctx, [session]);
};

/** The user is gone: the peers are told. */
export const endSessionsOf = async (ctx: Context, user: UserId): Promise<void> =>
  tellEnded(ctx, await ctx.stores.sessions.closeAll(user));

/** For the relay's housekeeping: sessions that nobody closed. */
export const endExpiredSessions = async (ctx: Context): Promise<void> =>
  tellEnded(ctx, await ctx.stores.sessions.expire(ctx.clock()));

async function tellEnded(ctx: Context, sessions: readonly Session[]): Promise<void> {
  const at = ctx.clock();
  const tellAndWipe = (session: Session) => tell(ctx, session, 'ended', at).finally(() => session.id.fill(0));
  await Promise.all(sessions.map(tellAndWipe));
}

/** When this ends, well or not, all frames are encoded: the id may be overwritten. */
async function tell(
  { delivery }: Context,
  { id, users: [one, other] }: Session,
  state: 'started' | 'ended',
  at: number,
): Promise<void> {
  const told = await Promise.allSettled([
    delivery.pushToUser(one, { kind: 'session', session: id, peer: other, state, at }),
    delivery.pushToUser(other, { kind: 'session', session: id, peer: one, state, at }),
  ]);
  for (const each of told) if (each.status === 'rejected') throw each.reason;
}
