--#include call volunteers availability deadlines
-- Handles the deadline 'wrap-up': the volunteer returns to the availability before the wrap-up (rule O6).
-- KEYS[1] root
-- args    staff: string; now: number
-- ok      {} · wrong_state (not wrapping up, or not due)
local staff, now = args.staff, args.now
local volunteerKey = key('volunteer', staff)

if not is_due('wrap-up', staff, now) then
  return { 'wrong_state' }
end
clear_deadline('wrap-up', staff)
local volunteer = read(volunteerKey)
if not volunteer or volunteer.state ~= 'wrapping_up' then
  return { 'wrong_state' }
end
volunteer.state = volunteer.after
redis.call('HSET', volunteerKey, 'state', volunteer.after, 'idleSince', now)
index_volunteer(staff)
tell_availability(staff, volunteer, now)
return ok()
