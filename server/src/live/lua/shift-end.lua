--#include queue offers duty participants silence conversations
-- Ends a volunteer's duty, unless a conversation is open (rule O7). The domain gives back a pending offer first.
-- KEYS[1] root
-- ARGV    staff: string; now: number
-- ok      availability · wrong_state (a conversation or an offer is open)
local staff, now = ARGV[1], tonumber(ARGV[2])

local volunteer = read(key('volunteer', staff))
if volunteer and volunteer.state ~= 'off' then
  if #held_by(staff) > 0 or pending_offer(staff, volunteer) then
    return { 'wrong_state' }
  end
  leave_duty(staff, volunteer, now)
end
return { 'ok', '{"state":"off"}' }
