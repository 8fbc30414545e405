--#include call participants transfer-view
-- The volunteer asks the seeker about a transfer (rule C11).
-- KEYS[1] root
-- args    conversation, staff: string; transfer: string (fresh id); reason: string; to: string ('any' | 'leader' |
--         'colleague'); colleague: string?
-- ok      { transfer } (the pending one, if it is the same) · not_found · wrong_state (another one is pending, the keys are
--         not agreed, or the colleague is the volunteer or off duty)
local id, to, colleague = args.conversation, args.to, args.colleague or ''

local c = as_participant(id, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
elseif c.transferId ~= '' then
  local isSame = c.transferReason == args.reason and c.transferTo == to and c.transferStaff == colleague
  return isSame and ok({ transfer = transfer_of(c) }) or { 'wrong_state' }
elseif c.seekerConfirmation == '' or volunteer_keys(c) ~= 'held' then
  return { 'wrong_state' }
end
local state, alias = fields(key('volunteer', colleague), 'state', 'alias')
if to == 'colleague' and (colleague == args.staff or state == '' or state == 'off') then
  return { 'wrong_state' }
end
c.transferId, c.transferReason, c.transferTo, c.transferStaff = args.transfer, args.reason, to, colleague
c.transferAlias, c.transferState = alias, 'asked'
write_transfer(id, c)
redis.call('HINCRBY', key('conversation', id), 'marks', '1')
tell_transfer(id, c, 'seeker')
return ok({ transfer = transfer_of(c) })
