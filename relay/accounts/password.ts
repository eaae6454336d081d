import type { Handler } from '../server/context';
import { freshlyLoggedIn, takeExchange } from './logged-in';
import { countTry } from './rules';
import { tagOf } from './secrets';

/** A registration anew (RFC 9807, 5), by somebody who has just proven the password. */
export const passwordStart: Handler<'account.password.start'> = async (ctx, caller, input) => {
  const { user } = freshlyLoggedIn(ctx, caller);
  await countTry(ctx, 'loginOfUser', tagOf(ctx.secrets, user));
  const message = await ctx.opaque.answerRegistration(user, input.message);
  caller.exchange = { kind: 'password' };
  return { message };
};

export const passwordFinish: Handler<'account.password.finish'> = async (ctx, caller, input) => {
  const { user } = freshlyLoggedIn(ctx, caller);
  takeExchange(caller, 'password');
  await ctx.opaque.checkRecord(input.record);
  await ctx.stores.accounts.setRecord(user, input.record);
};
