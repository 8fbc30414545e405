--#include queue offers tickets
-- Ends the seeker's live ticket, whatever state it is in (rules Q2, Q6).
-- KEYS[1] root
-- ARGV    seeker: string; reason: 'cancelled' | 'expired' | 'closed' | 'exit'; now, tombstoneMs: numbers
-- ok      {} · wrong_state (no live ticket)
local seeker, reason = ARGV[1], ARGV[2]
local now, tombstoneMs = tonumber(ARGV[3]), tonumber(ARGV[4])

local id = fields(key('seeker', seeker), 'ticket')
if id == '' then
  return { 'wrong_state' }
end
end_ticket(id, read(key('ticket', id)), reason, now, tombstoneMs)
return { 'ok', '{}', unpack(over) }
