import { script } from './redis-link';

// Keys of the durable Redis; <device> and <id> are 16 octets, <place> is a number in decimal.
//   place              the last place given out: it grows over all mailboxes, so that an emptied one needs no key
//   box:<device>       stream: <place>-0 -> h = id, sender, kind, time; p = payload, or r = place of a shared payload
//   ids:<device>       hash: id -> kind, sender, "place size [r]"; o -> octets of the mailbox; t -> when 'seen' was kept alive
//   seen:<device>      sorted set: id by time, of what was there in 72 h
//   payload:<place>    hash: p = payload of a message to several, n = mailboxes that still need it
//   due                sorted set over all mailboxes: device, id by time
// A mailbox of nothing has no key but `seen`, which goes by itself.

/** Takes one message out of one mailbox; answers kind and sender, or false where it is not there. */
const TAKE_OUT = `
local function take_out(device, id)
  local ids, box = 'ids:' .. device, 'box:' .. device
  local note = redis.call('HGET', ids, id)
  if not note then return false end
  local place, size, shared = string.match(string.sub(note, 18), '^(%d+) (%d+) ?(r?)$')
  redis.call('XDEL', box, place .. '-0')
  redis.call('HDEL', ids, id)
  redis.call('ZREM', 'due', device .. id)
  if shared == 'r' and redis.call('HINCRBY', 'payload:' .. place, 'n', -1) <= 0 then
    redis.call('DEL', 'payload:' .. place)
  end
  if redis.call('HLEN', ids) <= 2 then redis.call('DEL', ids, box)
  else redis.call('HINCRBY', ids, 'o', string.format('%.0f', 0 - size)) end
  return string.sub(note, 1, 17)
end
`;

/**
 * ARGV: count of messages; for each: head (id, sender, kind, time), id, time, payload, most messages, most octets,
 * count of devices, devices. Answers for each message and device 0 stored, 1 duplicate, 2 full.
 */
export const APPEND = script(`
local REMEMBERED, HOUR = 259200000, 3600000
local count, at = tonumber(ARGV[1]), 2
local place = redis.call('INCRBY', 'place', count) - count
local answer = {}
for _ = 1, count do
  place = place + 1
  local number = string.format('%.0f', place)
  local head, id, time, payload = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local messages, octets, devices = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5]), tonumber(ARGV[at + 6])
  local size, fits, totals, alives = #payload, {}, {}, {}
  at = at + 7
  for i = at, at + devices - 1 do
    local device = ARGV[i]
    local seen = redis.call('ZSCORE', 'seen:' .. device, id)
    local held = redis.call('HMGET', 'ids:' .. device, 'o', 't', id)
    local result = 0
    if held[3] or (seen and time - seen < REMEMBERED) then result = 1
    elseif held[1] and (held[1] + size > octets or redis.call('HLEN', 'ids:' .. device) - 2 >= messages) then result = 2
    elseif size > octets or messages < 1 then result = 2
    else
      fits[#fits + 1] = device
      -- No later message of this script may find what is not written yet.
      redis.call('ZADD', 'seen:' .. device, time, id)
      local total = string.format('%.0f', (held[1] or 0) + size)
      local alive = held[2]
      if not alive or math.abs(time - alive) > HOUR then
        redis.call('ZREMRANGEBYSCORE', 'seen:' .. device, '-inf', time - REMEMBERED)
        redis.call('PEXPIRE', 'seen:' .. device, REMEMBERED + 2 * HOUR)
        alive = time
      end
      totals[#fits], alives[#fits] = total, alive
    end
    answer[#answer + 1] = result
  end
  at = at + devices
  local shared = #fits > 1
  local note = string.sub(head, 33, 33) .. string.sub(head, 17, 32) .. number .. ' ' .. size .. (shared and ' r' or '')
  if shared then redis.call('HSET', 'payload:' .. number, 'p', payload, 'n', #fits) end
  for i, device in ipairs(fits) do
    if shared then redis.call('XADD', 'box:' .. device, number .. '-0', 'h', head, 'r', number)
    else redis.call('XADD', 'box:' .. device, number .. '-0', 'h', head, 'p', payload) end
    redis.call('HSET', 'ids:' .. device, id, note, 'o', totals[i], 't', alives[i])
    redis.call('ZADD', 'due', time, device .. id)
  end
end
return answer
`);

/** ARGV: device, place to begin behind, most messages, most octets. Answers place, head, payload of each. */
export const READ = script(`
local device, from = ARGV[1], '(' .. ARGV[2] .. '-0'
local left, room = tonumber(ARGV[3]), tonumber(ARGV[4])
local answer = {}
while left > 0 do
  local page = redis.call('XRANGE', 'box:' .. device, from, '+', 'COUNT', math.min(left, 64))
  if #page == 0 then return answer end
  for _, entry in ipairs(page) do
    local fields = entry[2]
    local payload = fields[4]
    if fields[3] == 'r' then payload = redis.call('HGET', 'payload:' .. payload, 'p') end
    room = room - #payload
    if room < 0 and #answer > 0 then return answer end
    answer[#answer + 1] = string.match(entry[1], '^%d+')
    answer[#answer + 1] = fields[2]
    answer[#answer + 1] = payload
    from = '(' .. entry[1]
  end
  left = left - #page
end
return answer
`);

/** ARGV: count of acknowledgements; for each: device, count of ids, ids. Answers for each id kind and sender, or ''. */
export const ACKNOWLEDGE = script(`${TAKE_OUT}
local answer, at = {}, 2
for _ = 1, tonumber(ARGV[1]) do
  local device, ids = ARGV[at], tonumber(ARGV[at + 1])
  for i = at + 2, at + 1 + ids do answer[#answer + 1] = take_out(device, ARGV[i]) or '' end
  at = at + 2 + ids
end
return answer
`);

/** ARGV: time, most messages. Answers device and id, kind and sender of each that left. */
export const EXPIRE = script(`${TAKE_OUT}
local answer = {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', 'due', '-inf', '(' .. ARGV[1], 'LIMIT', 0, ARGV[2])) do
  local left = take_out(string.sub(member, 1, 16), string.sub(member, 17))
  if left then answer[#answer + 1] = member; answer[#answer + 1] = left
  else redis.call('ZREM', 'due', member) end
end
return answer
`);

/** ARGV: device, most messages. Answers 1 while there is more: call again. */
export const DROP = script(`${TAKE_OUT}
local device = ARGV[1]
for _, entry in ipairs(redis.call('XRANGE', 'box:' .. device, '-', '+', 'COUNT', ARGV[2])) do
  take_out(device, string.sub(entry[2][2], 1, 16))
end
if redis.call('EXISTS', 'box:' .. device) == 1 then return 1 end
redis.call('DEL', 'seen:' .. device)
return 0
`);

/** ARGV: count of members of 'due', members. Answers the place of each, or ''. */
export const PLACES = script(`
local answer = {}
for i = 2, 1 + tonumber(ARGV[1]) do
  local note = redis.call('HGET', 'ids:' .. string.sub(ARGV[i], 1, 16), string.sub(ARGV[i], 17))
  answer[#answer + 1] = note and string.match(string.sub(note, 18), '^%d+') or ''
end
return answer
`);
