import { createHash } from 'node:crypto';
import { AppError } from '../../lib/core/errors';
import { type GroupId, type MessageId, toHex } from '../../lib/core/wire/ids';
import { loggedIn } from '../accounts/logged-in';
import type { Context, Handler } from '../server/context';
import { checkPayload } from './payload';

/**
 * The first commit of an epoch wins and goes to all; whoever comes later is told the epoch (RFC 9420, 14). The commit
 * that won wins again when it is asked for again, and goes to all again: mailboxes know it by its id. So a relay or a
 * client that dies between any two steps leaves no group behind whose members wait for a commit that nobody has.
 */
export const commit: Handler<'group.commit'> = async (ctx, caller, { group, epoch, id, to, payload }) => {
  const { device } = loggedIn(caller);
  checkPayload(ctx, payload);
  if (to.length > ctx.config.limits.recipients) throw new AppError('relay/too-large');
  if (epoch >= Number.MAX_SAFE_INTEGER) throw new AppError('wire/malformed');
  const at = ctx.clock();
  const now = await ctx.stores.epochs.advance(group, epoch, at);
  const accepted = now.epoch > epoch && (await isWinner(ctx, group, epoch, id, at));
  if (accepted) await ctx.delivery.send({ id, sender: device, at, kind: 'message', payload }, to);
  return { accepted, epoch: now.epoch };
};

/** Hex digits of a message id that fit into a number with room to spare. */
const DIGITS = 12;

/**
 * Whether the epoch is this commit's. Written once, to the same store: for a group that it does not know yet it takes
 * any epoch, and this one is of a single commit. It holds a part of the commit's id, which is random.
 */
async function isWinner({ stores }: Context, group: GroupId, epoch: number, id: MessageId, at: number) {
  const hash = createHash('sha256').update(`${group} ${epoch}`).digest();
  const place = toHex(hash.subarray(0, 16)) as GroupId;
  const mine = Number.parseInt(id.slice(0, DIGITS), 16);
  const { epoch: written } = await stores.epochs.advance(place, mine, at);
  return written === mine + 1;
}
