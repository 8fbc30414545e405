--#include lanes deadlines
-- A live ticket: opening it, and what its seeker sees of it.

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

-- Returns a ticket as a table. The domain adds the estimated wait before a seeker sees it.
local function ticket_row(id, ticket, now)
  if ticket.state == 'offered' then
    return { id = id, state = 'offered', language = ticket.language }
  end
  local member, lane = place_of(id, ticket)
  local keepBy = redis.call('HGET', key('asked'), id)
  return {
    id = id, state = 'waiting', language = ticket.language, place = redis.call('ZRANK', lane, member) + 1,
    keepWithinMs = keepBy and math.max(0, keepBy - now) or cjson.null,
  }
end

local function tell_ticket(id, ticket, now)
  local node = fields(key('seeker', ticket.seeker), 'node')
  tell(node, 'seeker', ticket.seeker, 'ticket:updated', ticket_row(id, ticket, now))
end
