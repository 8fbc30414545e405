--#include lanes volunteers deadlines
-- Making an offer, and dropping it.

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

-- Returns a transfer that the seeker has agreed to as an offer shows it, in the form of a ticket, with the records of its
-- conversation and of the seeker's answer. The first is nil if it is not pending any more (rule C11).
local function transfer_ticket(id)
  local c, answer = read(key('conversation', id)), read(key('transfer', id))
  if not c or not answer then
    return nil, c
  end
  return {
    seeker = c.seeker, publicKey = answer.publicKey, language = c.language, topic = c.topic, feeling = c.feeling, age = c.age,
    urgent = is_danger(c) and '1' or '', openedAt = answer.answeredAt,
    transfer = ',"transfer":{"reason":"' .. c.transferReason .. '","from":' .. cjson.encode(c.alias)
      .. ',"history":' .. tostring(answer.history == '1') .. '}',
  }, c, answer
end

-- Returns what is offered, as a ticket; nil if its record has expired.
local function offered_ticket(offer)
  if offer.transfer ~= '' then
    return (transfer_ticket(offer.transfer))
  end
  return read(key('ticket', offer.ticket))
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

-- Deletes the offer and frees the volunteer. The caller decides what happens to the ticket or transfer.
local function drop_offer(offerId, offer)
  redis.call('DEL', key('offer', offerId))
  redis.call('HSET', key('volunteer', offer.volunteer), 'offer', '')
  clear_deadline('offer', offerId)
  index_volunteer(offer.volunteer)
end

-- Notifies the volunteer that an offer has ended without an answer. `reason`: 'expired' | 'withdrawn'.
local function tell_expired(offerId, offer, reason)
  local node = fields(key('volunteer', offer.volunteer), 'node')
  tell(node, 'staff', offer.volunteer, 'offer:expired', { offerId = offerId, reason = reason })
end

-- Returns the volunteer's pending offer and what is offered, or nil if there is no offer. If either record has expired by
-- its fallback TTL, the offer is dropped and the volunteer is free again.
local function pending_offer(id, volunteer)
  local offer = volunteer.offer ~= '' and read(key('offer', volunteer.offer))
  local ticket = offer and offered_ticket(offer)
  if not ticket and volunteer.offer ~= '' then
    drop_offer(volunteer.offer, { volunteer = id })
    volunteer.offer = ''
  end
  return ticket and offer or nil, ticket or nil
end
