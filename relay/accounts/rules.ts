import type { Limits } from '../config/config';
import type { Context } from '../server/context';
import { WaitError } from '../server/wait-error';
import type { Rule } from '../stores/ports';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * How often one may try. A login counts when it starts, not when it fails: with the relay's first answer a client can
 * already tell whether its guess was right (RFC 9807, 10.8). What counts for an address grows with the sockets it may
 * have, since a company or a school may stand behind it. A pause never closes an account: devices come back by key.
 */
export const rulesFor = (limits: Pick<Limits, 'connectionsPerAddress'>) => {
  const people = limits.connectionsPerAddress;
  return {
    loginOfUser: rule('login-user', 5, 15 * MINUTE, 2 * SECOND, 15 * MINUTE),
    loginOfAddress: rule('login-address', people, 10 * MINUTE, 2 * SECOND, 15 * MINUTE),
    register: rule('register', Math.ceil(people / 10), HOUR, MINUTE, HOUR),
    resume: rule('resume', people * 10, 10 * MINUTE, SECOND, 5 * MINUTE),
    presence: rule('presence', 60, MINUTE, SECOND, MINUTE),
    session: rule('session', 120, 10 * MINUTE, SECOND, 5 * MINUTE),
    publish: rule('prekeys-publish', 60, 10 * MINUTE, 10 * SECOND, 10 * MINUTE),
    take: rule('prekeys-take', 1_000, 10 * MINUTE, SECOND, 5 * MINUTE),
    /** One caller and one other person: nobody uses up the one-time prekeys of somebody. */
    takeOfOne: rule('prekeys-take-of-one', 30, HOUR, MINUTE, HOUR),
    attachment: rule('attachment', 200, 10 * MINUTE, SECOND, 5 * MINUTE),
  } satisfies Record<string, Rule>;
};

type RuleName = keyof ReturnType<typeof rulesFor>;

const rule = (name: string, tries: number, windowMs: number, pauseMs: number, longestMs: number): Rule => ({
  name,
  tries,
  windowMs,
  pauseMs,
  longestMs,
});

/** Counts one try under a tag (`tagOf`, `addressTag`, a device id). Fails with the pause where there were too many. */
export async function countTry(ctx: Context, name: RuleName, tag: string): Promise<void> {
  const waitMs = await ctx.stores.limiter.consume(rulesFor(ctx.config.limits)[name], tag);
  if (waitMs > 0) throw new WaitError(waitMs);
}

export const forgetTries = (ctx: Context, name: RuleName, tag: string): Promise<void> =>
  ctx.stores.limiter.forget(rulesFor(ctx.config.limits)[name], tag);
