--#include call lanes tickets availability pending-offers transfers deadlines counts
-- The offer was declined or has expired: the ticket returns to its original place (rules O2, Q4), or the search for a
-- transfer goes on (rule C11). A second missed offer in a row pauses the volunteer (rule O3).
-- KEYS[1] root
-- args    offer: string; staff: string? (the volunteer who declines; none for the deadline); now, stillWaitingAskMs,
--         declineHoldMs, missesMax: number
-- ok      { language, seeker, publicKey } · offer_gone (already answered, not this volunteer's, or not due)
local offerId, staff, now = args.offer, args.staff, args.now

local offer = read(key('offer', offerId))
if not offer then
  clear_deadline('offer', offerId)
end
if not offer or (staff and offer.volunteer ~= staff) or (not staff and tonumber(offer.expiresAt) > now) then
  return { 'offer_gone' }
end
local ticketKey, volunteerKey = key('ticket', offer.ticket), key('volunteer', offer.volunteer)
local ticket = offered_ticket(offer)
if not ticket then
  -- Its record has expired by its fallback TTL.
  drop_offer(offerId, offer)
  return { 'offer_gone' }
end
if offer.transfer ~= '' then
  search_on(offer.transfer, read(key('conversation', offer.transfer)), offer.volunteer, now, args.declineHoldMs)
else
  ticket.state = 'waiting'
  redis.call('HSET', ticketKey, 'state', 'waiting', 'offer', '')
  step_in(offer.ticket, ticket)
  set_deadline('ask', offer.ticket, now + args.stillWaitingAskMs)
  tell_ticket(offer.ticket, ticket, now)
end

add_count('offers', now, staff and 'declined' or 'missed')
if staff then
  redis.call('HSET', volunteerKey, 'misses', '0')
  if offer.transfer == '' then
    redis.call('HSET', ticketKey, 'declined ' .. staff, now)
    set_deadline('rematch', ticket.language, now + args.declineHoldMs)
  end
else
  tell_expired(offerId, offer, 'expired')
  local hasMissedTooMany = redis.call('HINCRBY', volunteerKey, 'misses', 1) >= args.missesMax
  local volunteer = hasMissedTooMany and read(volunteerKey)
  if volunteer and volunteer.state == 'wrapping_up' then
    redis.call('HSET', volunteerKey, 'after', 'paused', 'missed', '1', 'misses', '0')
  elseif volunteer then
    redis.call('HSET', volunteerKey, 'state', 'paused', 'missed', '1', 'misses', '0')
    volunteer.state, volunteer.missed = 'paused', '1'
    tell_availability(offer.volunteer, volunteer, now)
  end
  redis.call('HSET', volunteerKey, 'idleSince', now)
end
drop_offer(offerId, offer)
return ok({ language = ticket.language, seeker = ticket.seeker, publicKey = ticket.publicKey })
