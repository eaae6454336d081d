import type { Context, LoggedIn } from '../server/context';
import { forgetPresence, tellPresence } from './presence';
import { endSessionsOf } from './sessions';

/**
 * A device is in the directory. One that was revoked while it logged in is found out here: whoever removes a device
 * closes its socket first, and this one had none yet.
 */
export async function entered(ctx: Context, { user, device }: LoggedIn): Promise<void> {
  const known = await ctx.stores.accounts.knownDevices([device]);
  if (!known.has(device)) {
    await ctx.delivery.disconnect(device, 'relay/revoked');
    return;
  }
  await tellPresence(ctx, user, 'online');
}

/** A device is not in the directory any more; `last` as the directory answered. Its prekeys stay. */
export async function left(ctx: Context, { user }: LoggedIn, last: boolean): Promise<void> {
  if (!last) return;
  await endSessionsOf(ctx, user);
  await forgetPresence(ctx, user);
}
