--#include call offers duty conversations deadlines
-- Handles the deadline 'duty': a volunteer who has been away long loses the lead. Without a conversation or offer the
-- volunteer goes off duty (rules I2, O7).
-- KEYS[1] root
-- args    staff: string; now, volunteerGoneMs: number
-- ok      {} · wrong_state (reconnected, or not due)
local staff, now = args.staff, args.now

if not is_due('duty', staff, now) then
  return { 'wrong_state' }
end
local volunteer = read(key('volunteer', staff))
if not volunteer or volunteer.connection ~= '' then
  clear_deadline('duty', staff)
  return { 'wrong_state' }
end
if #held_by(staff) > 0 or pending_offer(staff, volunteer) then
  end_lead(staff, now)
  set_deadline('duty', staff, now + args.volunteerGoneMs)
else
  leave_duty(staff, volunteer, now)
end
return ok()
