import { AppError } from '../../lib/core/errors';
import type { DeviceId, UserId } from '../../lib/core/wire/ids';
import type { Context } from '../server/context';

/** A device belongs to one account: whoever adds the device of another would get what is sent to it. */
export async function refuseForeignDevice(ctx: Context, device: DeviceId): Promise<void> {
  const known = await ctx.stores.accounts.knownDevices([device]);
  if (known.has(device)) throw new AppError('relay/login-failed');
}

/** The device is of the account from now on. Fails with `relay/too-many-devices`, or as above. */
export async function addDevice(ctx: Context, user: UserId, device: DeviceId): Promise<void> {
  const account = await ctx.stores.accounts.find(user);
  if (account === undefined) throw new AppError('relay/login-failed');
  if (!account.devices.some((own) => own.device === device)) await refuseForeignDevice(ctx, device);
  const added = await ctx.stores.accounts.addDevice(user, device, ctx.clock(), ctx.config.limits.devices);
  if (added === 'full') throw new AppError('relay/too-many-devices');
}

/** The device was seen. False where it is not of the account any more: it is not added again. */
export const touchDevice = async (ctx: Context, user: UserId, device: DeviceId): Promise<boolean> =>
  (await ctx.stores.accounts.addDevice(user, device, ctx.clock(), 0)) === 'added';
