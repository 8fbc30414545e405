--#include call taking offers transfer-offers
-- "Take next": offers the volunteer the oldest transfer that they can take. It ends a wrap-up (rules O2, C11).
-- KEYS[1] root
-- args    staff: string; offer, conversation: string (fresh ids); now, offerMs, declineHoldMs, liveKeyMs: number
-- ok      offer (the pending one, if there is one) · wrong_state (off duty, or disconnected) · at_capacity ·
--         queue_empty, ms left if offers are held back
local staff, offer, now = args.staff, args.offer, args.now

local volunteer = read(key('volunteer', staff))
local reply = take_reply(staff, volunteer, now)
if reply then
  return reply
end
local transfer = transfer_for(staff, volunteer, now, args.declineHoldMs)
if not transfer then
  return { 'queue_empty' }
end
end_wrap_up(staff, volunteer, now)
local made = make_transfer_offer(offer, args.conversation, staff, volunteer, transfer, now, args.offerMs, args.liveKeyMs)
return { 'ok', offer_json(offer, made, transfer.ticket, now) }
