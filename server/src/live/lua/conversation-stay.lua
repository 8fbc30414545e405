--#include queue participants silence
-- The seeker confirms that they are still there. The silence timer restarts now (rule C9).
-- KEYS[1] root
-- ARGV    conversation, seeker: strings; now, nudgeMs: numbers
-- ok      {} · not_found
local id, seeker, now, nudgeMs = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])

local c, other, node = as_participant(id, 'seeker', seeker)
if not c then
  return { 'not_found' }
end
local told = c.silence
count_anew(id, c, now, nudgeMs)
if told ~= '' then
  tell(node, other, 'conversation:silent', '{"conversationId":"' .. id .. '","silence":null}')
end
return { 'ok', '{}' }
