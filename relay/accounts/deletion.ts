import type { UserId } from '../../lib/core/wire/ids';
import type { Context, Handler } from '../server/context';
import type { AccountDevice } from '../stores/ports';
import { disconnectAfterReply } from './disconnect';
import { freshlyLoggedIn } from './logged-in';

/**
 * Everything of the account, for ever. First what hangs on it, so that one who was cut off can ask again; then the
 * account; then what its other devices may have written in between. Sessions and presence go with the last socket.
 */
export const deleteAccount: Handler<'account.delete'> = async (ctx, caller) => {
  const { user, device } = freshlyLoggedIn(ctx, caller);
  const devices = (await ctx.stores.accounts.find(user))?.devices ?? [];
  await clear(ctx, user, devices);
  await ctx.stores.accounts.remove(user);
  const others = devices.filter((each) => each.device !== device);
  await Promise.all(others.map((each) => ctx.delivery.disconnect(each.device, 'relay/revoked')));
  await clear(ctx, user, devices);
  disconnectAfterReply(ctx, device);
};

async function clear({ stores }: Context, user: UserId, devices: readonly AccountDevice[]): Promise<void> {
  await Promise.all([
    stores.archive.clear(user),
    stores.attachments.removeAll(user),
    ...devices.map(({ device }) => stores.mailboxes.drop(device)),
    ...devices.map(({ device }) => stores.prekeys.remove(user, device)),
  ]);
}
