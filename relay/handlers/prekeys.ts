import { AppError } from '../../lib/core/errors';
import { refusalOf } from '../../lib/core/wire/sealed';
import { loggedIn } from '../accounts/logged-in';
import { countTry } from '../accounts/rules';
import { tagOf } from '../accounts/secrets';
import type { Handler } from '../server/context';

/** Public by nature, so that nothing here is sealed; what is looked for is a private key in its place. */
export const publishPrekeys: Handler<'prekeys.publish'> = async (ctx, caller, input) => {
  const { user, device } = loggedIn(caller);
  const now = ctx.clock();
  if (input.expires <= now) throw new AppError('wire/malformed');
  if ([input.bundle, ...input.oneTime.map(behindNoHeader)].some(isPrivate)) throw new AppError('relay/private-key');
  await countTry(ctx, 'publish', device);
  // Copies: these are views into a packet, which would stay in memory as a whole.
  await ctx.stores.prekeys.publish(user, device, {
    bundle: input.bundle.slice(),
    oneTime: input.oneTime.map((key) => key.slice()),
    expires: Math.min(input.expires, now + ctx.config.limits.prekeysMs),
  });
  // A device that was removed meanwhile lost its prekeys before these came.
  const known = await ctx.stores.accounts.knownDevices([device]);
  if (!known.has(device)) await ctx.stores.prekeys.remove(user, device);
};

export const countPrekeys: Handler<'prekeys.count'> = async (ctx, caller) => ({
  left: await ctx.stores.prekeys.left(loggedIn(caller).device),
});

/** Nobody, and somebody without prekeys, are the same empty answer. */
export const takePrekeys: Handler<'prekeys.take'> = async (ctx, caller, input) => {
  const { user } = loggedIn(caller);
  await countTry(ctx, 'take', tagOf(ctx.secrets, user));
  await countTry(ctx, 'takeOfOne', tagOf(ctx.secrets, `${user} ${input.user}`));
  return ctx.stores.prekeys.take(input.user, ctx.clock());
};

const isPrivate = (octets: Uint8Array): boolean => refusalOf(octets) === 'relay/private-key';

/** A one-time prekey may begin with any octet, also with that of a secret key packet: only armor counts there. */
const behindNoHeader = (key: Uint8Array): Uint8Array => Uint8Array.of(0, ...key);
