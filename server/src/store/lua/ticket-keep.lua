--#include queue
-- "Yes, I am still waiting": asked again after another while (rule Q7).
-- KEYS[1] root
-- ARGV    seeker: string; now, askMs: numbers
-- ok      ticket row · wrong_state (no live ticket)
local seeker, now, askMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local id = fields(key('seeker', seeker), 'ticket')
if id == '' then
  return { 'wrong_state' }
end
redis.call('HDEL', key('asked'), id)
set_deadline('ask', id, now + askMs)
return { 'ok', ticket_json(id, read(key('ticket', id)), now) }
