import { FORGET_PRESENCE } from './presence';
import { script } from './redis-link';

// Keys of the volatile Redis; <process> and <device> are 16 octets.
//   process:<process>   lives while the process says so (heartbeat)
//   processes           set of processes, also of dead ones until somebody cleaned up after them
//   held:<process>      set of the devices whose sockets it holds
//   device:<device>     process (16 octets), user
//   devices:<user>      set of devices
// A process hears what is published on `posts:<process>`.

const HOLD = `
local function alive(process) return redis.call('EXISTS', 'process:' .. process) == 1 end
local function holder(device)
  local note = redis.call('GET', 'device:' .. device)
  if note then return string.sub(note, 1, 16), string.sub(note, 17) end
end
local function hold(process, device, user)
  redis.call('SET', 'device:' .. device, process .. user)
  redis.call('SADD', 'devices:' .. user, device)
  redis.call('SADD', 'held:' .. process, device)
end
local function let_go(process, device, user)
  redis.call('DEL', 'device:' .. device)
  redis.call('SREM', 'devices:' .. user, device)
  redis.call('SREM', 'held:' .. process, device)
end
local function present(user)
  local answer = {}
  for _, device in ipairs(redis.call('SMEMBERS', 'devices:' .. user)) do
    local process, owner = holder(device)
    if owner == user and alive(process) then answer[#answer + 1] = device end
  end
  return answer
end
`;

/**
 * ARGV: process, device, user, the post that tells another holder that it was replaced. Answers when, in microseconds,
 * which is said to the other too: of two entries the later one holds, in whatever order the two hear of them.
 */
export const ENTER = script(`${HOLD}
local time = redis.call('TIME')
local entry = string.format('%.0f', time[1] * 1000000 + time[2])
local process, user = holder(ARGV[2])
if process then
  let_go(process, ARGV[2], user)
  if process ~= ARGV[1] then redis.call('PUBLISH', 'posts:' .. process, ARGV[4] .. entry) end
end
hold(ARGV[1], ARGV[2], ARGV[3])
return entry
`);

/** ARGV: process, device, user. Answers whether it was the last device of the user. */
export const LEAVE = script(`${HOLD}
local process, user = holder(ARGV[2])
if process ~= ARGV[1] or user ~= ARGV[3] then return 0 end
let_go(process, ARGV[2], user)
return #present(ARGV[3]) == 0 and 1 or 0
`);

/** ARGV: user. */
export const PRESENT = script(`${HOLD} return present(ARGV[1])`);

/** ARGV: device, post. Answers how many processes heard it. */
export const POST = script(`${HOLD}
local process = holder(ARGV[1])
if not process then return 0 end
return redis.call('PUBLISH', 'posts:' .. process, ARGV[2])
`);

/**
 * ARGV: process, milliseconds that it then counts as alive, most devices of dead processes to clean up after.
 * Answers whether this process counted as dead: then it must announce what it holds.
 */
export const HEARTBEAT = script(`${HOLD}${FORGET_PRESENCE}
local known = alive(ARGV[1])
redis.call('SET', 'process:' .. ARGV[1], '', 'PX', ARGV[2])
redis.call('SADD', 'processes', ARGV[1])
for _, process in ipairs(redis.call('SMEMBERS', 'processes')) do
  if not alive(process) then
    for _, device in ipairs(redis.call('SPOP', 'held:' .. process, ARGV[3])) do
      local now, user = holder(device)
      if now == process then
        let_go(process, device, user)
        if #present(user) == 0 then forget_presence(user) end
      end
    end
    if redis.call('EXISTS', 'held:' .. process) == 0 then redis.call('SREM', 'processes', process) end
  end
end
return known and 0 or 1
`);

/** ARGV: process, pairs of device and user. Answers the devices that another living process holds by now. */
export const ANNOUNCE = script(`${HOLD}
local lost = {}
for i = 2, #ARGV, 2 do
  local process, user = holder(ARGV[i])
  if process and process ~= ARGV[1] and alive(process) then lost[#lost + 1] = ARGV[i]
  else
    if process then let_go(process, ARGV[i], user) end
    hold(ARGV[1], ARGV[i], ARGV[i + 1])
  end
end
return lost
`);

/** ARGV: process. It ends in good order: others clean up what it still holds. */
export const RETIRE = script(`redis.call('DEL', 'process:' .. ARGV[1])`);
