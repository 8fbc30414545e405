--#include call availability pending-offers duty conversations
-- Ends a volunteer's duty, unless a conversation is open (rule O7). The domain gives back a pending offer first.
-- KEYS[1] root
-- args    staff: string; now: number
-- ok      availability · wrong_state (a conversation or an offer is open)
local volunteer = read(key('volunteer', args.staff))
if volunteer and volunteer.state ~= 'off' then
  if #held_by(args.staff) > 0 or pending_offer(args.staff, volunteer) then
    return { 'wrong_state' }
  end
  leave_duty(args.staff, volunteer, args.now)
end
return ok(availability_of(nil))
