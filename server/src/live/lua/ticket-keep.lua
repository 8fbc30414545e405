--#include queue
-- The seeker answers "still waiting?" with yes. The question is asked again after askMs (rule Q7).
-- KEYS[1] root
-- ARGV    seeker: string; now, askMs, ttlMs: numbers
-- ok      ticket row · wrong_state (no live ticket)
local seeker, now, askMs, ttlMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local id = fields(key('seeker', seeker), 'ticket')
if id == '' then
  return { 'wrong_state' }
end
redis.call('HDEL', key('asked'), id)
redis.call('PEXPIRE', key('ticket', id), ttlMs)
redis.call('PEXPIRE', key('seeker', seeker), ttlMs)
set_deadline('ask', id, now + askMs)
return { 'ok', ticket_json(id, read(key('ticket', id)), now) }
