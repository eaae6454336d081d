import type { UserId } from '../../../lib/core/wire/ids';
import type { PresenceStore } from '../ports';
import { type RedisLink, script } from './redis-link';
import { asList, asText } from './replies';

// Keys of the volatile Redis: `allows:<user>` and `watches:<user>`, sets of users; `watched-by:<user>`, the other way.

/** Also for the directory, which forgets whom a dead process left. */
export const FORGET_PRESENCE = `
local function forget_presence(user)
  for _, other in ipairs(redis.call('SMEMBERS', 'watches:' .. user)) do redis.call('SREM', 'watched-by:' .. other, user) end
  redis.call('DEL', 'watches:' .. user, 'allows:' .. user)
end
`;

const ALLOW = script(`
redis.call('DEL', 'allows:' .. ARGV[1])
for i = 2, #ARGV do redis.call('SADD', 'allows:' .. ARGV[1], ARGV[i]) end
`);

const WATCH = script(`
for _, other in ipairs(redis.call('SMEMBERS', 'watches:' .. ARGV[1])) do
  redis.call('SREM', 'watched-by:' .. other, ARGV[1])
end
redis.call('DEL', 'watches:' .. ARGV[1])
for i = 2, #ARGV do
  redis.call('SADD', 'watches:' .. ARGV[1], ARGV[i])
  redis.call('SADD', 'watched-by:' .. ARGV[i], ARGV[1])
end
`);

const VISIBLE = script(`
local answer = {}
for _, other in ipairs(redis.call('SMEMBERS', 'watches:' .. ARGV[1])) do
  if redis.call('SISMEMBER', 'allows:' .. other, ARGV[1]) == 1 then answer[#answer + 1] = other end
end
return answer
`);

const FORGET = script(`${FORGET_PRESENCE} forget_presence(ARGV[1])`);

export function createPresence(link: RedisLink): PresenceStore {
  const users = (reply: Awaited<ReturnType<RedisLink['send']>>) => asList(reply).map((user) => asText(user) as UserId);
  return {
    async allow(user, allowed) {
      await link.run(ALLOW, [user, ...allowed]);
    },
    async watch(user, watched) {
      await link.run(WATCH, [user, ...watched]);
    },
    audience: async (user) => users(await link.send(['SINTER', `watched-by:${user}`, `allows:${user}`])),
    visible: async (user) => users(await link.run(VISIBLE, [user])),
    async forget(user) {
      await link.run(FORGET, [user]);
    },
  };
}
