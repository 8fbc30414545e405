--#include queue offers
-- The offer was declined or has expired: the ticket returns to its original place (rules O2, Q4). A second missed offer
-- in a row pauses the volunteer (rule O3).
-- KEYS[1] root
-- ARGV    offer: id; staff: the volunteer who declines, or '' for the deadline; now, askMs, holdMs: numbers
-- ok      { language, seeker, publicKey } · offer_gone (already answered, not this volunteer's, or not due)
local offerId, staff = ARGV[1], ARGV[2]
local now, askMs, holdMs = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local offer = read(key('offer', offerId))
local declined = staff ~= ''
if not offer then
  clear_deadline('offer', offerId)
end
if not offer or (declined and offer.volunteer ~= staff) or (not declined and tonumber(offer.expiresAt) > now) then
  return { 'offer_gone' }
end
local volunteerId, volunteerKey = offer.volunteer, key('volunteer', offer.volunteer)
local ticketKey = key('ticket', offer.ticket)
local ticket = read(ticketKey)
if not ticket then
  -- The ticket's record has expired by its fallback TTL.
  drop_offer(offerId, offer)
  return { 'offer_gone' }
end
ticket.state = 'waiting'
redis.call('HSET', ticketKey, 'state', 'waiting', 'offer', '')
step_in(offer.ticket, ticket)
set_deadline('ask', offer.ticket, now + askMs)
tell_ticket(offer.ticket, ticket, now)

if declined then
  redis.call('HSET', ticketKey, 'declined ' .. staff, now)
  redis.call('HSET', volunteerKey, 'misses', '0')
  set_deadline('rematch', ticket.language, now + holdMs)
else
  local node = fields(volunteerKey, 'node')
  tell(node, 'staff ' .. volunteerId, 'offer:expired', '{"offerId":"' .. offerId .. '","reason":"expired"}')
  local state = fields(volunteerKey, 'state')
  local twice = redis.call('HINCRBY', volunteerKey, 'misses', 1) >= 2
  if twice and state == 'wrapping_up' then
    redis.call('HSET', volunteerKey, 'after', 'paused', 'missed', '1', 'misses', '0')
  elseif twice then
    redis.call('HSET', volunteerKey, 'state', 'paused', 'missed', '1', 'misses', '0')
    tell(node, 'staff ' .. volunteerId, 'availability:changed', '{"availability":{"state":"paused","missed":true}}')
  end
  redis.call('HSET', volunteerKey, 'idleSince', now)
end
drop_offer(offerId, offer)
return { 'ok', cjson.encode({ language = ticket.language, seeker = ticket.seeker, publicKey = ticket.publicKey }) }
