import { AppError } from '../../lib/core/errors';
import type { Caller, Context, Exchange, LoggedIn } from '../server/context';

/** Who asks. Fails with `relay/not-logged-in`. */
export function loggedIn(caller: Caller): LoggedIn {
  if (caller.login === undefined) throw new AppError('relay/not-logged-in');
  return caller.login;
}

/** Who asks, where the password was proven on this socket a short time ago. Fails with `relay/login-stale`. */
export function freshlyLoggedIn(ctx: Context, caller: Caller): LoggedIn {
  const me = loggedIn(caller);
  if (ctx.clock() - me.passwordAt >= ctx.config.limits.freshLoginMs) throw new AppError('relay/login-stale');
  return me;
}

/** The exchange that this finishes; it is over, whatever becomes of it. Fails with `wire/malformed`. */
export function takeExchange<Kind extends Exchange['kind']>(
  caller: Caller,
  kind: Kind,
): Extract<Exchange, { kind: Kind }> {
  const { exchange } = caller;
  caller.exchange = undefined;
  if (exchange?.kind !== kind) throw new AppError('wire/malformed');
  return exchange as Extract<Exchange, { kind: Kind }>;
}
