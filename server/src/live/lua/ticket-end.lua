--#include call leaving
-- Ends the seeker's live ticket in any state (rules Q2, Q6).
-- KEYS[1] root
-- args    seeker: string; reason: string ('cancelled' | 'expired' | 'closed' | 'exit'); now, tombstoneMs: number
-- ok      {} · wrong_state (no live ticket; for 'closed' also a ticket that is offered)
local id = fields(key('seeker', args.seeker), 'ticket')
local ticket = id ~= '' and read(key('ticket', id))
if not ticket or (args.reason == 'closed' and ticket.state ~= 'waiting') then
  return { 'wrong_state' }
end
local outcome = args.reason == 'exit' and 'cancelled' or args.reason == 'expired' and 'lost' or args.reason
end_ticket(id, ticket, args.reason, outcome, args.now, args.tombstoneMs)
return ok()
