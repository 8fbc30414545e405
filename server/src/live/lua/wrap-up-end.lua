--#include queue
-- Handles the deadline 'wrap-up': the volunteer returns to the availability before the wrap-up (rule O6).
-- KEYS[1] root
-- ARGV    staff: string; now: number
-- ok      {} · wrong_state (not wrapping up, or not due)
local staff, now = ARGV[1], tonumber(ARGV[2])
local volunteerKey = key('volunteer', staff)

local volunteer = read(volunteerKey)
local dueAt = redis.call('ZSCORE', key('deadlines'), 'wrap-up ' .. staff)
if not dueAt or tonumber(dueAt) > now then
  return { 'wrong_state' }
end
clear_deadline('wrap-up', staff)
if not volunteer or volunteer.state ~= 'wrapping_up' then
  return { 'wrong_state' }
end
volunteer.state = volunteer.after
redis.call('HSET', volunteerKey, 'state', volunteer.after, 'idleSince', now)
index_volunteer(staff)
tell(volunteer.node, 'staff ' .. staff, 'availability:changed',
  '{"availability":' .. availability_json(volunteer, now) .. '}')
return { 'ok', '{}' }
