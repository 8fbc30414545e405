--#include lanes deadlines
-- Making an offer.

-- Returns an offer as JSON. `before` and `behind` are optional text around it. In the hot path, so it is concatenated:
-- the public key is long, and one concatenation copies it only once. No value contains a character that JSON must escape.
local function offer_json(id, offer, ticket, now, before, behind)
  return (before or '') .. '{"id":"' .. id .. '","conversationId":"' .. offer.conversation .. '","publicKey":"' .. ticket.publicKey
    .. '","language":"' .. ticket.language .. (ticket.topic ~= '' and '","topic":"' .. ticket.topic or '')
    .. '"' .. (ticket.feeling ~= '' and ',"feeling":' .. ticket.feeling or '') .. (ticket.age ~= '' and ',"age":"' .. ticket.age .. '"' or '')
    .. ',"urgent":' .. tostring(ticket.urgent == '1') .. ',"waitedMs":' .. whole(math.max(0, now - ticket.openedAt))
    .. ',"expiresInMs":' .. whole(math.max(0, offer.expiresAt - now)) .. (ticket.transfer or '') .. '}'
    .. (behind or '')
end

-- Tells the volunteer of an offer that matching has made.
local function tell_offer(id, offer, node, ticket, now)
  local line = typed_id('staff', offer.volunteer) .. '\noffer:made\n{"offer":'
  tell_line(node, offer_json(id, offer, ticket, now, line, '}'))
end

-- Writes an offer of a ticket or a transfer (`kind`) and reserves its volunteer.
local function reserve(offerId, kind, id, offer, volunteer, ttlMs)
  redis.call('HSET', key('offer', offerId), kind, id, 'volunteer', offer.volunteer, 'conversation', offer.conversation,
    'expiresAt', offer.expiresAt)
  redis.call('PEXPIRE', key('offer', offerId), ttlMs)
  redis.call('HSET', key('volunteer', offer.volunteer), 'offer', offerId)
  -- A volunteer with a pending offer gets no other offer.
  for language in string.gmatch(volunteer.languages, '[^,]+') do
    redis.call('ZREM', key('ready', language), offer.volunteer)
  end
  set_deadline('offer', offerId, offer.expiresAt)
end

-- Reserves the ticket (waiting → offered) for the volunteer until now + offerMs. Returns the offer.
local function make_offer(offerId, conversationId, volunteerId, volunteer, ticketId, ticket, now, offerMs, ttlMs)
  local offer = { volunteer = volunteerId, conversation = conversationId, expiresAt = whole(now + offerMs) }
  step_out(ticketId, ticket)
  redis.call('HSET', key('ticket', ticketId), 'state', 'offered', 'offer', offerId)
  reserve(offerId, 'ticket', ticketId, offer, volunteer, ttlMs)
  -- What ticket_row returns, concatenated: this is the hot path.
  tell_line(fields(key('seeker', ticket.seeker), 'node'), typed_id('seeker', ticket.seeker) .. '\nticket:updated\n{"id":"'
    .. ticketId .. '","state":"offered","language":"' .. ticket.language .. '"}')
  return offer
end
