--#include volunteers deadlines
-- A volunteer's pending offer, and dropping it.

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
