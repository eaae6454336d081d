import { randomBytes } from 'node:crypto';
import { AppError } from '../../lib/core/errors';
import { type SessionId, toHex, type UserId } from '../../lib/core/wire/ids';
import { loggedIn } from '../accounts/logged-in';
import { countTry } from '../accounts/rules';
import { tagOf } from '../accounts/secrets';
import type { Context, Handler } from '../server/context';
import type { Session } from '../stores/ports';

/**
 * The answer is the same whether the peer is online, away or unknown: presence is told by `presence.allow` alone.
 * {two user ids, start, end} is in memory and in two frames, nowhere else: requirement S9.
 */
export const openSession: Handler<'session.open'> = async (ctx, caller, { peer }) => {
  const { user } = loggedIn(caller);
  if (peer === user) throw new AppError('wire/malformed');
  await countTry(ctx, 'session', tagOf(ctx.secrets, user));
  const started = ctx.clock();
  const session: Session = { id: drawId(), users: [user, peer], started };
  await ctx.stores.sessions.open(session, started + ctx.config.limits.sessionMs);
  await tell(ctx, session, 'started', started);
  return { session: session.id };
};

export const closeSession: Handler<'session.close'> = async (ctx, caller, input) => {
  const session = await ctx.stores.sessions.close(input.session, loggedIn(caller).user);
  if (session === undefined) throw new AppError('relay/not-found');
  await tell(ctx, session, 'ended', ctx.clock());
};

/** The octets that were drawn are zeroed: only what can be wiped may hold an id for longer than a question. */
function drawId(): SessionId {
  const octets = randomBytes(16);
  const id = toHex(octets) as SessionId;
  octets.fill(0);
  return id;
}

/** The user is gone: the peers are told. */
export const endSessionsOf = async (ctx: Context, user: UserId): Promise<void> =>
  tellEnded(ctx, await ctx.stores.sessions.closeAll(user));

/** For the relay's housekeeping: sessions that nobody closed. */
export const endExpiredSessions = async (ctx: Context): Promise<void> =>
  tellEnded(ctx, await ctx.stores.sessions.expire(ctx.clock()));

async function tellEnded(ctx: Context, sessions: readonly Session[]): Promise<void> {
  const at = ctx.clock();
  await Promise.all(sessions.map((session) => tell(ctx, session, 'ended', at)));
}

async function tell(
  { delivery }: Context,
  { id, users: [one, other] }: Session,
  state: 'started' | 'ended',
  at: number,
): Promise<void> {
  await Promise.all([
    delivery.pushToUser(one, { kind: 'session', session: id, peer: other, state, at }),
    delivery.pushToUser(other, { kind: 'session', session: id, peer: one, state, at }),
  ]);
}
