--#include call participants transfer-view stuck-view transfers
-- The volunteer withdraws the pending transfer, if there is one (rule C11). A takeover is a leader's (rule V7).
-- KEYS[1] root
-- args    conversation, staff: string; now: number
-- ok      {} · not_found · wrong_state (a takeover)
local id = args.conversation

local c = as_participant(id, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
elseif is_takeover(c) then
  return { 'wrong_state' }
elseif c.transferId ~= '' then
  end_transfer(id, c, args.now)
  tell_transfer(id, c, 'seeker')
end
return ok()
