import { AppError } from '../../lib/core/errors';
import type { Caller, Handler } from '../server/context';
import { deviceIdOf } from './device-key';
import { takeExchange } from './logged-in';
import { countTry, forgetTries } from './rules';
import { tagOf } from './secrets';

/** Who is unknown gets the same answer, in the same steps, with the same pauses (RFC 9807, 6.3.2.2 and 10.9). */
export const loginStart: Handler<'account.login.start'> = async (ctx, caller, input) => {
  refuseChange(caller, { user: input.user });
  await ctx.opaque.turn();
  await countTry(ctx, 'loginOfAddress', caller.addressTag);
  await countTry(ctx, 'loginOfUser', tagOf(ctx.secrets, input.user));
  const account = await ctx.stores.accounts.find(input.user);
  const began = performance.now();
  const { state, message } = await ctx.opaque.answerLogin(input.user, account?.record, input.message);
  ctx.metrics.observe('login_seconds', (performance.now() - began) / 1_000);
  caller.exchange = { kind: 'login', user: input.user, state, known: account !== undefined };
  return { message };
};

export const loginFinish: Handler<'account.login.finish'> = async (ctx, caller, input) => {
  const { user, state, known } = takeExchange(caller, 'login');
  const proven = ctx.opaque.finishLogin(state, input.message);
  if (!proven || !known) {
    ctx.metrics.count('login_failures_total');
    throw new AppError('relay/login-failed');
  }
  const device = deviceIdOf(input.deviceKey);
  refuseChange(caller, { user, device });
  const now = ctx.clock();
  await forgetTries(ctx, 'loginOfUser', tagOf(ctx.secrets, user));
  const added = await ctx.stores.accounts.addDevice(user, device, now, ctx.config.limits.devices);
  if (added === 'full') throw new AppError('relay/too-many-devices');
  caller.login = { user, device, passwordAt: now };
  ctx.metrics.count('logins_total');
  return { device };
};

/** A socket is of one device for all its life; its owner may prove the password again. */
function refuseChange({ login }: Caller, to: { readonly user: string; readonly device?: string }): void {
  const same = login === undefined || (login.user === to.user && login.device === (to.device ?? login.device));
  if (!same) throw new AppError('wire/malformed');
}
