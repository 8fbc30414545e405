-- The end of a ticket without a conversation, and its opening. Needs: queue, offers.

-- A score that follows the clock and never goes back, so that order survives equal milliseconds and an empty
-- restart; an urgent ticket stands before all others (rule Q3).
local function next_score(now, urgent)
  local last = tonumber(redis.call('SET', key('last-score'), string.format('%.0f', now), 'GET') or 0)
  local score = math.max(now, last + 1)
  if score > now then
    redis.call('SET', key('last-score'), string.format('%.0f', score))
  end
  return urgent and score - 2 ^ 50 or score
end

-- What else changes in the seeker's record follows as names and values.
local function open_ticket(id, ticket, now, askMs, ttlMs, ...)
  redis.call('HSET', key('ticket', id), 'state', 'waiting', 'seeker', ticket.seeker,
    'publicKey', ticket.publicKey, 'language', ticket.language, 'topic', ticket.topic,
    'feeling', ticket.feeling, 'age', ticket.age, 'urgent', ticket.urgent, 'score', string.format('%.0f', ticket.score),
    'openedAt', string.format('%.0f', ticket.openedAt), 'offer', '')
  redis.call('PEXPIRE', key('ticket', id), ttlMs)
  redis.call('HSET', key('seeker', ticket.seeker), 'ticket', id, 'conversation', '', ...)
  redis.call('PEXPIRE', key('seeker', ticket.seeker), ttlMs)
  step_in(id, ticket)
  set_deadline('ask', id, now + askMs)
end

-- Takes a live ticket out of the line, or back from the volunteer to whom it was offered, and deletes it.
local function leave_line(id, ticket)
  if ticket.state == 'offered' then
    local offer = read(key('offer', ticket.offer))
    drop_offer(ticket.offer, offer)
    local node = fields(key('volunteer', offer.volunteer), 'node')
    tell(node, 'staff ' .. offer.volunteer, 'offer:expired',
      '{"offerId":"' .. ticket.offer .. '","reason":"withdrawn"}')
  else
    step_out(id, ticket)
  end
  redis.call('DEL', key('ticket', id))
  clear_deadline('ask', id)
  clear_deadline('place', ticket.seeker)
end

-- Ends a live ticket. Its seeker finds the reason for a while, except after an exit, which leaves nothing.
local function end_ticket(id, ticket, reason, now, tombstoneMs)
  tell_over('seeker', ticket.seeker)
  leave_line(id, ticket)
  local told = reason == 'exit' and 'cancelled' or reason
  local node = fields(key('seeker', ticket.seeker), 'node')
  tell(node, 'seeker ' .. ticket.seeker, 'ticket:ended', '{"ticketId":"' .. id .. '","reason":"' .. told .. '"}')
  redis.call('DEL', key('seeker', ticket.seeker))
  redis.call('SREM', key('on', node), 'seeker ' .. ticket.seeker)
  if reason ~= 'exit' then
    redis.call('SET', key('tombstone', ticket.seeker), '{"kind":"ticket_ended","reason":"' .. told .. '"}',
      'PX', tombstoneMs)
    set_deadline('tombstone', ticket.seeker, now + tombstoneMs)
  end
end
