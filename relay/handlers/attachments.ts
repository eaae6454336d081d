import { randomBytes } from 'node:crypto';
import { AppError } from '../../lib/core/errors';
import { type AttachmentId, toHex } from '../../lib/core/wire/ids';
import { loggedIn } from '../accounts/logged-in';
import { countTry } from '../accounts/rules';
import { tagOf } from '../accounts/secrets';
import { makeTicket } from '../accounts/tickets';
import type { Context, Handler } from '../server/context';
import type { AttachmentInfo } from '../stores/ports';

/** Counted against the quota once it is there, and taken back where it is too much: two at once never both pass. */
export const createAttachment: Handler<'attachment.create'> = async (ctx, caller, { octets, keepMs }) => {
  const { user } = loggedIn(caller);
  const { limits } = ctx.config;
  if (octets === 0 || keepMs === 0) throw new AppError('wire/malformed');
  if (octets > limits.attachmentOctets) throw new AppError('relay/too-large');
  await countTry(ctx, 'attachment', tagOf(ctx.secrets, user));
  const { attachments } = ctx.stores;
  const id = toHex(randomBytes(16)) as AttachmentId;
  await attachments.create({ id, owner: user, octets, expires: ctx.clock() + Math.min(keepMs, limits.keepMs) });
  if ((await attachments.usage(user)) > limits.attachmentsOctetsPerUser) {
    await attachments.remove(id);
    throw new AppError('relay/quota');
  }
  return { attachment: id, upload: makeTicket(ctx, id, 'upload') };
};

/** Whoever was told the number may download; only the owner may upload. */
export const ticketForAttachment: Handler<'attachment.ticket'> = async (ctx, caller, { attachment, purpose }) => {
  const { user } = loggedIn(caller);
  const info = await findLive(ctx, attachment);
  if (purpose === 'upload' && info.owner !== user) throw new AppError('relay/not-found');
  return makeTicket(ctx, attachment, purpose);
};

export const deleteAttachment: Handler<'attachment.delete'> = async (ctx, caller, { attachment }) => {
  const { user } = loggedIn(caller);
  const info = await findLive(ctx, attachment);
  if (info.owner !== user) throw new AppError('relay/not-found');
  await ctx.stores.attachments.remove(attachment);
};

async function findLive(ctx: Context, id: AttachmentId): Promise<AttachmentInfo> {
  const info = await ctx.stores.attachments.find(id);
  if (info === undefined || info.expires <= ctx.clock()) throw new AppError('relay/not-found');
  return info;
}
