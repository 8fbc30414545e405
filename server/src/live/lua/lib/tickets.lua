-- Opening a ticket, and ending one that became no conversation. Needs: queue, offers.

-- Writes a ticket, its seeker's record and the deadline for "still waiting?". It does not add the ticket to the lanes.
-- Fields the seeker did not fill in are not written. Further fields of the seeker's record follow as names and values.
local function open_ticket(id, ticket, askAt, ttlMs, ...)
  local told, count = {}, 0
  for _, name in ipairs({ 'topic', 'feeling', 'age', 'urgent' }) do
    if ticket[name] ~= '' then
      told[count + 1], told[count + 2], count = name, ticket[name], count + 2
    end
  end
  local ticketKey, seekerKey = key('ticket', id), key('seeker', ticket.seeker)
  redis.call('HSET', ticketKey, 'state', 'waiting', 'seeker', ticket.seeker, 'publicKey', ticket.publicKey,
    'language', ticket.language, 'score', ticket.score, 'openedAt', ticket.openedAt, unpack(told))
  redis.call('PEXPIRE', ticketKey, ttlMs)
  redis.call('HSET', seekerKey, 'ticket', id, ...)
  redis.call('PEXPIRE', seekerKey, ttlMs)
  set_deadline('ask', id, askAt)
end

-- Takes a live ticket out of the queue, or withdraws its pending offer from the volunteer, and deletes it.
local function leave_line(id, ticket)
  if ticket.state == 'offered' then
    local offer = read(key('offer', ticket.offer))
    if offer then
      drop_offer(ticket.offer, offer)
      local node = fields(key('volunteer', offer.volunteer), 'node')
      tell(node, 'staff ' .. offer.volunteer, 'offer:expired',
        '{"offerId":"' .. ticket.offer .. '","reason":"withdrawn"}')
    end
  else
    step_out(id, ticket)
  end
  drop_prefix(id, ticket)
  redis.call('DEL', key('ticket', id))
  clear_deadline('ask', id)
  clear_deadline('place', ticket.seeker)
end

-- Ends a live ticket. The seeker can read the reason until the tombstone expires. After an exit nothing remains.
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
