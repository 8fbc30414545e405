--#include call participants key-epochs
-- The leader's tab proves that it has the keys of the visit (rules E3, E5).
-- KEYS[1] root
-- args    conversation, staff, visit, confirmation: string; now: number
-- ok      {} · not_found · wrong_state (another visit, or another tag before)
local id = args.conversation

local c = as_participant(id, 'leader', args.staff)
if not c then
  return { 'not_found' }
end
local visit = cjson.decode(c.visit)
local before = visit.confirmations.leader
if cjson.decode(c.keyEpoch).visit ~= args.visit or before and before ~= args.confirmation then
  return { 'wrong_state' }
elseif not before then
  visit.confirmations.leader = args.confirmation
  c.visit = cjson.encode(visit)
  redis.call('HSET', key('conversation', id), 'visit', c.visit)
  tell_seats(id, c, args.now)
end
return ok()
