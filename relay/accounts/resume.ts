import { AppError } from '../../lib/core/errors';
import type { UserId } from '../../lib/core/wire/ids';
import { resumeStatement } from '../../lib/core/wire/resume';
import type { Context, Handler } from '../server/context';
import type { AccountDevice } from '../stores/ports';
import { deviceIdOf, isSignedBy } from './device-key';
import { countTry } from './rules';

/** `seen` is told to people in days: a write at each reconnect would be for nothing. */
const SEEN_EVERY_MS = 3_600_000;

/**
 * A device comes back by its key. Fails with `relay/login-failed` where it did not sign this socket's challenge for
 * this relay, with `relay/revoked` where it is not of the account, as where there is no such account.
 */
export const resume: Handler<'account.resume'> = async (ctx, caller, input) => {
  const { challenge, relay } = caller;
  if (caller.login !== undefined) throw new AppError('wire/malformed');
  if (challenge === undefined) throw new AppError('relay/login-failed');
  caller.challenge = undefined;
  await countTry(ctx, 'resume', caller.addressTag);
  const { user, deviceKey, signature } = input;
  if (!(await isSignedBy(deviceKey, signature, resumeStatement({ relay, challenge, user, deviceKey })))) {
    ctx.metrics.count('login_failures_total');
    throw new AppError('relay/login-failed');
  }
  const device = deviceIdOf(deviceKey);
  const account = await ctx.stores.accounts.find(user);
  const own = account?.devices.find((each) => each.device === device);
  if (own === undefined || !(await isStill(ctx, user, own))) {
    ctx.metrics.count('login_failures_total');
    throw new AppError('relay/revoked');
  }
  caller.login = { user, device, passwordAt: 0 };
  ctx.metrics.count('logins_total');
  return { device };
};

/** Notes that the device was seen, where it still is of the account: room for none, so that it is not added again. */
async function isStill(ctx: Context, user: UserId, { device, seen }: AccountDevice): Promise<boolean> {
  const now = ctx.clock();
  return now - seen < SEEN_EVERY_MS || (await ctx.stores.accounts.addDevice(user, device, now, 0)) === 'added';
}
