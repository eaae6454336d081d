import { AppError } from '../../lib/core/errors';
import { loggedIn } from '../accounts/logged-in';
import type { Handler } from '../server/context';
import { checkPayload } from './payload';

/** The first commit of an epoch wins and goes to all; whoever comes later is told the epoch (RFC 9420, 14). */
export const commit: Handler<'group.commit'> = async (ctx, caller, { group, epoch, id, to, payload }) => {
  const { device } = loggedIn(caller);
  checkPayload(ctx, payload);
  if (to.length > ctx.config.limits.recipients) throw new AppError('relay/too-large');
  const at = ctx.clock();
  const outcome = await ctx.stores.epochs.advance(group, epoch, at);
  if (outcome.accepted) await ctx.delivery.send({ id, sender: device, at, kind: 'message', payload }, to);
  return outcome;
};
