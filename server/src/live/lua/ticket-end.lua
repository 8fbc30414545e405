--#include queue offers tickets
-- Ends the seeker's live ticket in any state (rules Q2, Q6).
-- KEYS[1] root
-- ARGV    seeker: string; reason: 'cancelled' | 'expired' | 'closed' | 'exit'; now, tombstoneMs: numbers
-- ok      {} · wrong_state (no live ticket; for 'closed' also a ticket that is offered)
local seeker, reason = ARGV[1], ARGV[2]
local now, tombstoneMs = tonumber(ARGV[3]), tonumber(ARGV[4])

local id = fields(key('seeker', seeker), 'ticket')
local ticket = id ~= '' and read(key('ticket', id))
if not ticket or (reason == 'closed' and ticket.state ~= 'waiting') then
  return { 'wrong_state' }
end
end_ticket(id, ticket, reason, now, tombstoneMs)
return { 'ok', '{}', unpack(over) }
