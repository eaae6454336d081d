import type { GroupId } from '../../../lib/core/wire/ids';
import type { EpochStore } from '../ports';
import { type RedisLink, script } from './redis-link';
import { asList, asNumber, asText, idOctets, idOf } from './replies';

// Keys of the durable Redis: `epochs`, hash of group to epoch; `epochs-by-time`, sorted set of groups by last commit.

/** ARGV: group, expected, the epoch after it, time. Answers whether it was set, and what is there now. */
const ADVANCE = script(`
local there = redis.call('HGET', 'epochs', ARGV[1])
if there and there ~= ARGV[2] then return {0, there} end
redis.call('HSET', 'epochs', ARGV[1], ARGV[3])
redis.call('ZADD', 'epochs-by-time', ARGV[4], ARGV[1])
return {1, ARGV[3]}
`);

/** ARGV: time, most groups. Answers how many were forgotten. */
const EXPIRE = script(`
local groups = redis.call('ZRANGEBYSCORE', 'epochs-by-time', '-inf', '(' .. ARGV[1], 'LIMIT', 0, ARGV[2])
for _, group in ipairs(groups) do
  redis.call('HDEL', 'epochs', group)
  redis.call('ZREM', 'epochs-by-time', group)
end
return #groups
`);

const PAGE = 1_000;

export function createEpochs(link: RedisLink): EpochStore {
  return {
    async advance(group, expected, now) {
      const reply = await link.run(ADVANCE, [idOctets(group), String(expected), String(expected + 1), String(now)]);
      const [accepted, epoch] = asList(reply);
      return { accepted: asNumber(accepted) === 1, epoch: Number(asText(epoch)) };
    },
    async expire(before) {
      let all = 0;
      for (;;) {
        const gone = asNumber(await link.run(EXPIRE, [String(before), String(PAGE)]));
        all += gone;
        if (gone < PAGE) return all;
      }
    },
    all: () => everyGroup(link),
  };
}

async function* everyGroup(
  link: RedisLink,
): AsyncGenerator<{ readonly group: GroupId; readonly epoch: number; readonly at: number }> {
  // By rank, so that none comes twice while nothing changes.
  for (let from = 0; ; from += PAGE) {
    const page = asList(
      await link.send(['ZRANGE', 'epochs-by-time', String(from), String(from + PAGE - 1), 'WITHSCORES']),
    );
    if (page.length === 0) return;
    for (let at = 0; at < page.length; at += 2) {
      const group = page[at];
      if (!Buffer.isBuffer(group)) continue;
      const epoch = await link.send(['HGET', 'epochs', group]);
      if (epoch !== null)
        yield { group: idOf<GroupId>(group), epoch: Number(asText(epoch)), at: Number(asText(page[at + 1])) };
    }
  }
}
