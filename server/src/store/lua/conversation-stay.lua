--#include participants
-- The seeker says: I am still here. Silence counts anew from now (rule C9).
-- KEYS[1] root
-- ARGV    conversation, seeker: strings; now, nudgeMs: numbers
-- ok      {} · not_found
local id, seeker, now, nudgeMs = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])

local c, other, node = as_participant(id, 'seeker', seeker)
if not c then
  return { 'not_found' }
end
-- Never back, by another node's clock.
local from = math.max(now, tonumber(c.silentFrom) or 0)
redis.call('HSET', key('conversation', id), 'silence', '', 'silentFrom', whole(from))
set_deadline('silence', id, now + nudgeMs)
if c.silence ~= '' then
  tell(node, other, 'conversation:silent', '{"conversationId":"' .. id .. '","silence":null}')
end
return { 'ok', '{}' }
