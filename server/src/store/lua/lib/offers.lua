-- Making an offer and taking it back. Needs: queue.

-- How long offers are still held back, while a line that was lost comes together again (rule F3).
local function held_ms(now)
  local untilAt = tonumber(fields(key('epoch'), 'holdUntil')) or 0
  return math.max(0, untilAt - now)
end

-- What is to stand before and behind it can be given: the key in it is long, and is copied once.
local function offer_json(id, offer, ticket, now, before, behind)
  -- By hand: there is nothing in any of it that JSON would write otherwise.
  return (before or '') .. '{"id":"' .. id .. '","conversationId":"' .. offer.conversation .. '","publicKey":"' .. ticket.publicKey
    .. '","language":"' .. ticket.language .. (ticket.topic ~= '' and '","topic":"' .. ticket.topic or '')
    .. '"' .. (ticket.feeling ~= '' and ',"feeling":' .. ticket.feeling or '') .. (ticket.age ~= '' and ',"age":"' .. ticket.age .. '"' or '')
    .. ',"urgent":' .. tostring(ticket.urgent == '1') .. ',"waitedMs":' .. whole(math.max(0, now - ticket.openedAt))
    .. ',"expiresInMs":' .. whole(math.max(0, offer.expiresAt - now)) .. '}'
    .. (behind or '')
end

-- Whether a ticket that this volunteer declined may come again: only after both the refusal and the
-- volunteer's being alone on duty have lasted `holdMs` (rule O4).
local function may_see(ticket, now, holdMs)
  if ticket.declinedAt == '' then
    return true
  end
  local aloneSince = redis.call('GET', key('alone-since'))
  return aloneSince and now - math.max(tonumber(aloneSince), tonumber(ticket.declinedAt)) >= holdMs
end

-- Of a ticket that waits in this language, what an offer of it takes; nil if there is no such ticket any more.
local function read_offerable(id, language, volunteerId)
  local seeker, publicKey, topic, feeling, age, urgent, openedAt, asked, declinedAt = fields(key('ticket', id),
    'seeker', 'publicKey', 'topic', 'feeling', 'age', 'urgent', 'openedAt', 'asked', 'declined ' .. volunteerId)
  return seeker ~= '' and {
    seeker = seeker, publicKey = publicKey, language = language, topic = topic, feeling = feeling, age = age, urgent = urgent,
    openedAt = openedAt, asked = asked, declinedAt = declinedAt,
  } or nil
end

-- The oldest ticket that the volunteer can take (rule Q3), id and record: the smallest head of the lanes, whatever
-- their length. Whoever keeps to topics looks into their lanes only if the first in a language has another one.
local function find_ticket(volunteerId, volunteer, now, holdMs)
  local heads, topics = {}, volunteer.topics
  local function look(lane, language, index, ofAll)
    local member, score = unpack(redis.call('ZRANGE', lane, index, index, 'WITHSCORES'))
    heads[lane] = member and { member = member, score = tonumber(score), language = language, index = index, ofAll = ofAll } or nil
  end
  for language in string.gmatch(volunteer.languages, '[^,]+') do
    look(key('lane', language), language, '0', true)
  end
  while true do
    local bestLane, best
    for lane, head in pairs(heads) do
      if not best or head.score < best.score or head.score == best.score and head.member < best.member then
        bestLane, best = lane, head
      end
    end
    if not best then
      return nil
    end
    local language, id, topic = best.language, string.match(best.member, '^(%S+) %S+ (%S+)$')
    if best.ofAll and topics ~= '' and topic ~= 'none' and not string.find(',' .. topics .. ',', ',' .. topic .. ',', 1, true) then
      heads[bestLane] = nil
      look(key('lane', language, 'none'), language, '0')
      for each in string.gmatch(topics, '[^,]+') do
        look(key('lane', language, each), language, '0')
      end
    else
      local ticket = read_offerable(id, language, volunteerId)
      if not ticket then
        -- Outlived by its place: the record's last-resort TTL ran out. It leaves the lane that is looked at in any case: a script
        -- that found it there again would never end.
        for _, lane in ipairs({ bestLane, key('lane', language), key('lane', language, topic) }) do
          redis.call('ZREM', lane, best.member)
        end
        look(bestLane, language, best.index, best.ofAll)
      elseif may_see(ticket, now, holdMs) then
        return id, ticket
      else
        look(bestLane, language, whole(best.index + 1), best.ofAll)
      end
    end
  end
end

-- Reserves the ticket (waiting → offered) for the volunteer until now + offerMs; answers the offer.
local function make_offer(offerId, conversationId, volunteerId, volunteer, ticketId, ticket, now, offerMs, ttlMs)
  local offer = {
    ticket = ticketId, volunteer = volunteerId, conversation = conversationId, expiresAt = whole(now + offerMs),
  }
  step_out(ticketId, ticket)
  redis.call('HSET', key('ticket', ticketId), 'state', 'offered', 'offer', offerId)
  redis.call('HSET', key('offer', offerId), 'ticket', ticketId, 'volunteer', volunteerId,
    'conversation', conversationId, 'expiresAt', offer.expiresAt)
  redis.call('PEXPIRE', key('offer', offerId), ttlMs)
  redis.call('HSET', key('volunteer', volunteerId), 'offer', offerId)
  -- Whoever has an offer is offered nobody else.
  for language in string.gmatch(volunteer.languages, '[^,]+') do
    redis.call('ZREM', key('ready', language), volunteerId)
  end
  set_deadline('offer', offerId, offer.expiresAt)
  ticket.state = 'offered'
  tell_ticket(ticketId, ticket, now)
  return offer
end

-- Takes the offer away from the volunteer; what becomes of the ticket is the caller's business.
local function drop_offer(offerId, offer)
  redis.call('DEL', key('offer', offerId))
  redis.call('HSET', key('volunteer', offer.volunteer), 'offer', '')
  clear_deadline('offer', offerId)
  index_volunteer(offer.volunteer)
end

-- The volunteer's pending offer and its ticket; nil if there is none, or one of the two has outlived its last-resort TTL:
-- then the volunteer is let go of it.
local function pending_offer(id, volunteer)
  local offer = volunteer.offer ~= '' and read(key('offer', volunteer.offer))
  local ticket = offer and read(key('ticket', offer.ticket))
  if not ticket and volunteer.offer ~= '' then
    drop_offer(volunteer.offer, { volunteer = id })
    volunteer.offer = ''
  end
  return ticket and offer or nil, ticket or nil
end
