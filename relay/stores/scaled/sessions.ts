import { createHash } from 'node:crypto';
import type { SessionId, UserId } from '../../../lib/core/wire/ids';
import type { Session, SessionStore } from '../ports';
import { type RedisLink, script } from './redis-link';
import { asList, asOctets, type Reply } from './replies';

// Keys of the volatile Redis. Ids stand in values alone, which are overwritten before they are deleted (S9): a tag is
// the first 128 bits of a SHA-256.
//   session:<tag>      id (16 octets), "user user started"
//   sessions-of:<tag of user>   set of tags
//   sessions-by-end    sorted set of tags by the time when they expire

/** Answers the session, whose octets in the memory of Redis are zeros by then. */
const WIPE = `
local function wipe(tag)
  local key = 'session:' .. tag
  local session = redis.call('GET', key)
  if not session then return false end
  redis.call('SETRANGE', key, 0, string.rep('\\0', #session))
  redis.call('DEL', key)
  redis.call('ZREM', 'sessions-by-end', tag)
  return session
end
`;

/** ARGV: tag, session, time when it expires, tags of the two users. */
const OPEN = script(`
redis.call('SET', 'session:' .. ARGV[1], ARGV[2])
redis.call('ZADD', 'sessions-by-end', ARGV[3], ARGV[1])
redis.call('SADD', 'sessions-of:' .. ARGV[4], ARGV[1])
redis.call('SADD', 'sessions-of:' .. ARGV[5], ARGV[1])
`);

/** ARGV: tag, tag of the user who closes it. Answers the session, or nothing where it is not of this user. */
const CLOSE = script(`${WIPE}
if redis.call('SISMEMBER', 'sessions-of:' .. ARGV[2], ARGV[1]) == 0 then return false end
return wipe(ARGV[1])
`);

/** ARGV: tag of the user. */
const CLOSE_ALL = script(`${WIPE}
local answer = {}
for _, tag in ipairs(redis.call('SMEMBERS', 'sessions-of:' .. ARGV[1])) do answer[#answer + 1] = wipe(tag) or nil end
redis.call('DEL', 'sessions-of:' .. ARGV[1])
return answer
`);

/** ARGV: time, most sessions. */
const EXPIRE = script(`${WIPE}
local answer = {}
for _, tag in ipairs(redis.call('ZRANGEBYSCORE', 'sessions-by-end', '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])) do
  answer[#answer + 1] = wipe(tag) or nil
  redis.call('ZREM', 'sessions-by-end', tag)
end
return answer
`);

/** ARGV: tag of a session that ended, tags of its users. */
const FORGET = script(`
for i = 2, #ARGV do redis.call('SREM', 'sessions-of:' .. ARGV[i], ARGV[1]) end
`);

const PAGE = 500;

export function createSessions(link: RedisLink): SessionStore {
  const ended = async (reply: Reply): Promise<Session> => {
    const session = toSession(asOctets(reply));
    // It has ended whether or not this goes well: both are to be told. What would stay is a tag of nothing.
    await link.run(FORGET, [tagOf(session.id), ...session.users.map(tagOf)]).catch(() => undefined);
    return session;
  };
  return {
    async open(session, expires) {
      const octets = Buffer.concat([session.id, Buffer.from([...session.users, session.started].join(' '))]);
      try {
        await link.run(OPEN, [tagOf(session.id), octets, String(expires), ...session.users.map(tagOf)]);
      } finally {
        octets.fill(0);
      }
    },
    async close(id, by) {
      const reply = await link.run(CLOSE, [tagOf(id), tagOf(by)]);
      return reply === null ? undefined : await ended(reply);
    },
    async closeAll(user) {
      return await Promise.all(asList(await link.run(CLOSE_ALL, [tagOf(user)])).map(ended));
    },
    async expire(now) {
      const sessions: Session[] = [];
      for (;;) {
        const page = asList(await link.run(EXPIRE, [String(now), String(PAGE)]));
        sessions.push(...(await Promise.all(page.map(ended))));
        if (page.length < PAGE) return sessions;
      }
    },
  };
}

const tagOf = (id: SessionId | UserId): Buffer => createHash('sha256').update(id).digest().subarray(0, 16);

/** The octets are overwritten here too. */
function toSession(octets: Buffer): Session {
  const id = Uint8Array.from(octets.subarray(0, 16)) as Uint8Array as SessionId;
  const [first, second, started] = octets.toString('latin1', 16).split(' ');
  octets.fill(0);
  return { id, users: [first as UserId, second as UserId], started: Number(started) };
}
