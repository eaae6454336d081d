import { AppError } from '../../lib/core/errors';
import { loggedIn } from '../accounts/logged-in';
import type { Handler } from '../server/context';
import { checkPayload } from './payload';

const PAGE_RECORDS = 1_000;
const PAGE_OCTETS = 1024 * 1024;

export const putRecord: Handler<'archive.put'> = async (ctx, caller, { id, payload }) => {
  const { user } = loggedIn(caller);
  checkPayload(ctx, payload);
  const record = { id, at: ctx.clock(), payload };
  const outcome = await ctx.stores.archive.put(user, record, ctx.config.limits.archiveOctetsPerUser);
  if (outcome === 'full') throw new AppError('relay/quota');
};

export const listRecords: Handler<'archive.list'> = async (ctx, caller, { after, limit }) => {
  const count = Math.max(1, Math.min(limit, PAGE_RECORDS));
  return ctx.stores.archive.list(loggedIn(caller).user, after, { count, octets: PAGE_OCTETS });
};

export const deleteRecords: Handler<'archive.delete'> = async (ctx, caller, { ids }) => {
  await ctx.stores.archive.remove(loggedIn(caller).user, ids);
};

export const clearArchive: Handler<'archive.clear'> = async (ctx, caller) => {
  await ctx.stores.archive.clear(loggedIn(caller).user);
};
