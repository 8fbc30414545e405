--#include call leaving deadlines
-- Handles the deadline 'place': a seeker who has been away too long loses the place in the queue (rule Q6).
-- KEYS[1] root
-- args    seeker: string; now, tombstoneMs: number
-- ok      {} · wrong_state (reconnected, no ticket, or not due)
if not is_due('place', args.seeker, args.now) then
  return { 'wrong_state' }
end
clear_deadline('place', args.seeker)
local id, connection, closingAt = fields(key('seeker', args.seeker), 'ticket', 'connection', 'closingAt')
local ticket = id ~= '' and read(key('ticket', id))
if not ticket or connection ~= '' then
  return { 'wrong_state' }
end
end_ticket(id, ticket, 'expired', closingAt ~= '' and 'tab_closed' or 'lost', args.now, args.tombstoneMs)
return ok()
