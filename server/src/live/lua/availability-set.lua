--#include queue
-- Sets a volunteer to ready or paused. This ends a wrap-up (rules O1, O6).
-- KEYS[1] root
-- ARGV    staff: string; state: 'ready' | 'paused'; now: number
-- ok      availability · wrong_state (off duty)
local staff, state, now = ARGV[1], ARGV[2], tonumber(ARGV[3])
local volunteerKey = key('volunteer', staff)

local before = fields(volunteerKey, 'state')
if before == '' or before == 'off' then
  return { 'wrong_state' }
end
redis.call('HSET', volunteerKey, 'state', state, 'missed', '', 'misses', '0')
if before ~= state then
  redis.call('HSET', volunteerKey, 'idleSince', now)
end
clear_deadline('wrap-up', staff)
index_volunteer(staff)
return { 'ok', availability_json(read(volunteerKey), now) }
