--#include queue duty
-- Starts a volunteer's duty in state paused (rule O1). Idempotent.
-- KEYS[1] root
-- ARGV    staff: string; now: number
-- ok      availability · wrong_state (not connected)
local staff, now = ARGV[1], tonumber(ARGV[2])
local volunteerKey = key('volunteer', staff)

local volunteer = read(volunteerKey)
if not volunteer then
  return { 'wrong_state' }
end
if volunteer.state == 'off' then
  redis.call('HSET', volunteerKey, 'state', 'paused', 'missed', '', 'misses', '0', 'idleSince', now)
  redis.call('SADD', key('duty'), staff)
  note_alone(now)
  note_leader(staff)
end
return { 'ok', availability_json(read(volunteerKey), now) }
