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
    .. ',"urgent":' .. tostring(ticket.urgent == '1') .. ',"waitedMs":' .. math.max(0, now - ticket.openedAt)
    .. ',"expiresInMs":' .. math.max(0, offer.expiresAt - now) .. '}'
    .. (behind or '')
end

-- Whether a ticket that this volunteer declined may come again: only after both the refusal and the
-- volunteer's being alone on duty have lasted `holdMs` (rule O4).
local function may_see(volunteerId, ticket, now, holdMs)
  local declinedAt = ticket['declined ' .. volunteerId]
  if declinedAt == '' then
    return true
  end
  local aloneSince = redis.call('GET', key('alone-since'))
  return aloneSince and now - math.max(tonumber(aloneSince), tonumber(declinedAt)) >= holdMs
end

-- The oldest ticket that the volunteer can take (rule Q3), id and record: the smallest head of the lanes, whatever
-- their length.
local function find_ticket(volunteerId, volunteer, now, holdMs)
  local heads = {}
  local function look(lane, index)
    local head = redis.call('ZRANGE', lane, index, index, 'WITHSCORES')
    heads[lane] = head[1] and { member = head[1], id = string.match(head[1], '%S+'), score = tonumber(head[2]), index = index } or nil
  end
  for language in string.gmatch(volunteer.languages, '[^,]+') do
    if volunteer.topics == '' then
      look(key('lane', language), 0)
    else
      look(key('lane', language, 'none'), 0)
      for topic in string.gmatch(volunteer.topics, '[^,]+') do
        look(key('lane', language, topic), 0)
      end
    end
  end
  while true do
    local bestLane, best
    for lane, head in pairs(heads) do
      if not best or head.score < best.score then
        bestLane, best = lane, head
      end
    end
    local ticket = best and read(key('ticket', best.id))
    if not best then
      return nil
    elseif not ticket then
      -- Outlived by its place: the record's last-resort TTL ran out.
      redis.call('ZREM', bestLane, best.member)
      best.index = best.index - 1
    elseif may_see(volunteerId, ticket, now, holdMs) then
      return best.id, ticket
    end
    look(bestLane, best.index + 1)
  end
end

-- Reserves the ticket (waiting → offered) for the volunteer until now + offerMs; answers the offer.
local function make_offer(offerId, conversationId, volunteerId, volunteer, ticketId, ticket, now, offerMs, ttlMs)
  step_out(ticketId, ticket)
  ticket.state = 'offered'
  redis.call('HSET', key('ticket', ticketId), 'state', 'offered', 'offer', offerId)
  local offer = {
    ticket = ticketId, volunteer = volunteerId, conversation = conversationId, expiresAt = now + offerMs,
  }
  redis.call('HSET', key('offer', offerId), 'ticket', ticketId, 'volunteer', volunteerId,
    'conversation', conversationId, 'expiresAt', offer.expiresAt)
  redis.call('PEXPIRE', key('offer', offerId), ttlMs)
  redis.call('HSET', key('volunteer', volunteerId), 'offer', offerId)
  volunteer.offer = offerId
  index_volunteer(volunteerId, volunteer)
  set_deadline('offer', offerId, offer.expiresAt)
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
