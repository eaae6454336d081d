import { randomBytes } from 'node:crypto';
import { AppError } from '../../lib/core/errors';
import type { UserId } from '../../lib/core/wire/ids';
import type { Context, Handler } from '../server/context';
import { deviceIdOf } from './device-key';
import { invitationHash } from './invitations';
import { takeExchange } from './logged-in';
import { countTry } from './rules';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const DRAWN = 5;
const LONGEST = 8;

/** The relay completes the name: a registration never tells who else has an account. */
export const registerStart: Handler<'account.register.start'> = async (ctx, caller, input) => {
  if (caller.login !== undefined) throw new AppError('wire/malformed');
  const { registration } = ctx.config;
  if (registration === 'closed') throw new AppError('relay/registration-closed');
  if (registration === 'invitation' && input.invitation === undefined) throw new AppError('relay/invitation');
  await ctx.opaque.turn();
  await countTry(ctx, 'register', caller.addressTag);
  const user = await drawUser(ctx, input.name);
  const message = await ctx.opaque.answerRegistration(user, input.message);
  caller.exchange = { kind: 'register', user, invitation: input.invitation };
  return { user, message };
};

export const registerFinish: Handler<'account.register.finish'> = async (ctx, caller, input) => {
  const { user, invitation } = takeExchange(caller, 'register');
  const device = deviceIdOf(input.deviceKey);
  await ctx.opaque.checkRecord(input.record);
  const now = ctx.clock();
  if (ctx.config.registration === 'invitation') await redeem(ctx, invitation, now);
  const account = { user, record: input.record, devices: [{ device, created: now, seen: now }] };
  // Drawn by two at the same moment: one in 2^25 of those who chose the same name just now.
  if ((await ctx.stores.accounts.create(account)) === 'taken') throw new AppError('relay/internal');
  caller.login = { user, device, passwordAt: now };
  return { device };
};

/** Longer where a name is so common that short ones are used up. */
async function drawUser(ctx: Context, name: string): Promise<UserId> {
  for (let letters = DRAWN; letters <= LONGEST; letters++) {
    const drawn = Array.from(randomBytes(letters), (octet) => ALPHABET[octet % ALPHABET.length]).join('');
    const user = `${name}.${drawn}` as UserId;
    if ((await ctx.stores.accounts.find(user)) === undefined) return user;
  }
  throw new AppError('relay/internal');
}

async function redeem(ctx: Context, invitation: string | undefined, now: number): Promise<void> {
  const valid = invitation !== undefined && (await ctx.stores.accounts.redeem(invitationHash(invitation), now));
  if (!valid) throw new AppError('relay/invitation');
}
