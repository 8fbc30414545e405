--#include volunteers availability offers finding transfer-offers deadlines
-- "Take next": offers the volunteer the oldest transfer that they can take, or else the oldest ticket. It ends a wrap-up
-- (rules O2, Q3, C11).
-- KEYS[1] root
-- ARGV    offerMs, declineHoldMs, liveKeyMs: number; staff: string; offer, conversation: string (fresh ids); now: number
-- ok      offer (the pending one, if there is one) · wrong_state (off duty, or disconnected) · at_capacity ·
--         queue_empty, ms left if offers are held back
local offerMs, declineHoldMs, liveKeyMs, staff, offer, conversation, now = unpack(ARGV)
now, declineHoldMs = tonumber(now), tonumber(declineHoldMs)
local volunteerKey = key('volunteer', staff)

local volunteer = read(volunteerKey)
if not volunteer or volunteer.state == 'off' or volunteer.connection == '' then
  return { 'wrong_state' }
end
local pending, reserved = pending_offer(staff, volunteer)
if pending then
  return { 'ok', offer_json(volunteer.offer, pending, reserved, now) }
end
if load_of(staff) >= tonumber(volunteer.capacity) then
  return { 'at_capacity' }
end
local heldMs = held_ms(now)
if heldMs > 0 then
  return { 'queue_empty', whole(heldMs) }
end
local transfer = redis.call('EXISTS', key('transfers')) == 1 and transfer_for(staff, volunteer, now, declineHoldMs)
local ticketId, ticket
if not transfer then
  ticketId, ticket = find_ticket(staff, volunteer, now, declineHoldMs)
  if not ticketId then
    return { 'queue_empty' }
  end
end
if volunteer.state == 'wrapping_up' then
  -- The reply contains only the offer; the new availability is sent as an event.
  volunteer.state = volunteer.after
  redis.call('HSET', volunteerKey, 'state', volunteer.state)
  clear_deadline('wrap-up', staff)
  tell_availability(staff, volunteer, now)
end
if transfer then
  local made = make_transfer_offer(offer, conversation, staff, volunteer, transfer, now, offerMs, liveKeyMs)
  return { 'ok', offer_json(offer, made, transfer.ticket, now) }
end
local made = make_offer(offer, conversation, staff, volunteer, ticketId, ticket, now, offerMs, liveKeyMs)
return { 'ok', offer_json(offer, made, ticket, now) }
