import type { DeviceId } from '../../../lib/core/wire/ids';
import type { PrekeyBundle, PrekeyStore } from '../ports';
import { type RedisLink, script } from './redis-link';
import { asList, asNumber, asOctets, idOctets, idOf } from './replies';

// Keys of the volatile Redis: `bundle:<device>`, hash of user, bundle, expires; `onetime:<device>`, list;
// `bundles:<user>`, set of devices. What nobody asks for goes after a month: the relay allows no prekey longer.

const MONTH_MS = 31 * 24 * 3_600_000;

/** ARGV: user, device, bundle, expires, one-time prekeys. */
const PUBLISH = script(`
local user, device = ARGV[1], ARGV[2]
redis.call('DEL', 'bundle:' .. device, 'onetime:' .. device)
redis.call('HSET', 'bundle:' .. device, 'u', user, 'b', ARGV[3], 'e', ARGV[4])
for i = 5, #ARGV do redis.call('RPUSH', 'onetime:' .. device, ARGV[i]) end
redis.call('SADD', 'bundles:' .. user, device)
for _, key in ipairs({ 'bundle:' .. device, 'onetime:' .. device, 'bundles:' .. user }) do
  redis.call('PEXPIRE', key, ${MONTH_MS})
end
`);

/** ARGV: user, time. Answers device, bundle, one-time prekey or '' of each. */
const TAKE = script(`
local answer = {}
local devices = redis.call('SMEMBERS', 'bundles:' .. ARGV[1])
table.sort(devices)
for _, device in ipairs(devices) do
  local found = redis.call('HMGET', 'bundle:' .. device, 'u', 'b', 'e')
  if found[1] ~= ARGV[1] then redis.call('SREM', 'bundles:' .. ARGV[1], device)
  elseif tonumber(found[3]) <= tonumber(ARGV[2]) then
    redis.call('DEL', 'bundle:' .. device, 'onetime:' .. device)
    redis.call('SREM', 'bundles:' .. ARGV[1], device)
  else
    answer[#answer + 1] = device
    answer[#answer + 1] = found[2]
    answer[#answer + 1] = redis.call('LPOP', 'onetime:' .. device) or ''
  end
end
return answer
`);

/** ARGV: user, device. */
const REMOVE = script(`
if redis.call('HGET', 'bundle:' .. ARGV[2], 'u') == ARGV[1] then
  redis.call('DEL', 'bundle:' .. ARGV[2], 'onetime:' .. ARGV[2])
end
redis.call('SREM', 'bundles:' .. ARGV[1], ARGV[2])
`);

export function createPrekeys(link: RedisLink): PrekeyStore {
  return {
    async publish(user, device, { bundle, oneTime, expires }) {
      const keys = [bundle, ...oneTime].map((key) => Buffer.from(key.buffer, key.byteOffset, key.byteLength));
      const [first, ...others] = keys;
      if (first === undefined) return;
      await link.run(PUBLISH, [user, idOctets(device), first, String(expires), ...others]);
    },
    left: async (device) => asNumber(await link.send(['LLEN', Buffer.concat([ONE_TIME, idOctets(device)])])),
    async take(user, now) {
      const reply = asList(await link.run(TAKE, [user, String(now)])).map(asOctets);
      const bundles: PrekeyBundle[] = [];
      for (let at = 0; at + 2 < reply.length; at += 3) {
        const [device, bundle, oneTime] = reply.slice(at, at + 3);
        if (device === undefined || bundle === undefined || oneTime === undefined) continue;
        bundles.push({ device: idOf<DeviceId>(device), bundle, oneTime: oneTime.length === 0 ? undefined : oneTime });
      }
      return bundles;
    },
    async remove(user, device) {
      await link.run(REMOVE, [user, idOctets(device)]);
    },
  };
}

const ONE_TIME = Buffer.from('onetime:');
