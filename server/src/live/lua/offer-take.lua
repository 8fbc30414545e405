--#include taking offers finding
-- "Take next": offers the volunteer the oldest ticket that they can take. It ends a wrap-up (rules O2, Q3). Transfers go
-- first (rule C11).
-- KEYS[1] root
-- ARGV    offerMs, declineHoldMs, liveKeyMs: number; staff: string; offer, conversation: string (fresh ids); now: number;
--         pastTransfers: boolean (transfers have had their turn)
-- ok      offer (the pending one, if there is one), or null if nothing was done because transfers wait · wrong_state (off
--         duty, or disconnected) · at_capacity · queue_empty, ms left if offers are held back
local offerMs, declineHoldMs, liveKeyMs, staff, offer, conversation, now, pastTransfers = unpack(ARGV)
now, declineHoldMs = tonumber(now), tonumber(declineHoldMs)

local volunteer = read(key('volunteer', staff))
local reply = take_reply(staff, volunteer, now)
if reply then
  return reply
elseif pastTransfers == '' and redis.call('EXISTS', key('transfers')) == 1 then
  return { 'ok', 'null' }
end
local ticketId, ticket = find_ticket(staff, volunteer, now, declineHoldMs)
if not ticketId then
  return { 'queue_empty' }
end
end_wrap_up(staff, volunteer, now)
local made = make_offer(offer, conversation, staff, volunteer, ticketId, ticket, now, offerMs, liveKeyMs)
return { 'ok', offer_json(offer, made, ticket, now) }
