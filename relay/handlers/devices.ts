import { AppError } from '../../lib/core/errors';
import { disconnectAfterReply } from '../accounts/disconnect';
import { loggedIn } from '../accounts/logged-in';
import type { Handler } from '../server/context';

export const listDevices: Handler<'devices.list'> = async (ctx, caller) => {
  const { user } = loggedIn(caller);
  const [account, present] = await Promise.all([ctx.stores.accounts.find(user), ctx.stores.directory.present(user)]);
  return (account?.devices ?? []).map((each) => ({ ...each, online: present.includes(each.device) }));
};

/** The device is out first, then what waits for it goes: nobody can read it in between. */
export const revokeDevice: Handler<'devices.revoke'> = async (ctx, caller, { device }) => {
  const me = loggedIn(caller);
  const { accounts, mailboxes, prekeys } = ctx.stores;
  if (!(await accounts.removeDevice(me.user, device))) throw new AppError('relay/not-found');
  if (device !== me.device) await ctx.delivery.disconnect(device, 'relay/revoked');
  await Promise.all([mailboxes.drop(device), prekeys.remove(me.user, device)]);
  if (device === me.device) disconnectAfterReply(ctx, device);
};
