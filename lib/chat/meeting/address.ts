import { AppError } from '../../core/errors';
import { decode, encode } from '../../core/wire/encode';
import { type UserId, userId } from '../../core/wire/ids';
import type { RelayAccount } from '../../net/contract';

const LONGEST = 300;

/** Letters that only look like those of an address are none: nothing is made to fit. */
function toUserId(text: string): UserId | undefined {
  try {
    return decode(userId, encode(userId, text.toLowerCase() as UserId));
  } catch {
    return undefined;
  }
}

/**
 * A chat address as a person writes it: `anna.k7m2q`, or with `@relay.example.org` behind it, with spaces around and in
 * capitals. Throws `chat/bad-address`, `chat/other-relay`, `chat/own-address`.
 */
export function parseChatAddress(text: string, account: Pick<RelayAccount, 'relay' | 'user'>): UserId {
  const [name = '', relay, ...more] = text.slice(0, LONGEST).split('@');
  const ascii = /^[\x20-\x7e]*$/.test(text.trim());
  const user = toUserId(name.trim());
  const host = relay?.trim().toLowerCase();
  if (!ascii || text.length > LONGEST || more.length > 0 || user === undefined || host === '') {
    throw new AppError('chat/bad-address');
  }
  const { host: withPort, hostname } = new URL(account.relay);
  if (host !== undefined && host !== withPort && host !== hostname) throw new AppError('chat/other-relay');
  if (user === account.user) throw new AppError('chat/own-address');
  return user;
}
