--#include prefixes deadlines counts
-- The start of a conversation.

-- Writes the conversation that follows from an accepted offer. Returns it.
local function begin_conversation(id, offerId, ticket, seeker, volunteerId, volunteer, keys, now, plannedMs, ttlMs)
  local epoch, conversationKey = epoch_id(), key('conversation', id)
  local c = as_record({
    kind = 'support', seats = 'seeker,volunteer', offer = offerId, seeker = ticket.seeker, volunteer = volunteerId,
    volunteerAlias = volunteer.alias,
    language = ticket.language, topic = ticket.topic, feeling = ticket.feeling, age = ticket.age,
    urgent = ticket.urgent, score = ticket.score, openedAt = ticket.openedAt, differed = ticket.differed,
    turn = ticket.turn, another = ticket.another, anotherAt = ticket.anotherAt,
    encapsulation = keys.encapsulation, volunteerConfirmation = keys.confirmation, seekerConfirmation = '',
    startedAt = whole(now), plannedMs = plannedMs, seekerNode = seeker.node, volunteerNode = volunteer.node,
    seekerLostAt = seeker.lostAt, volunteerLostAt = volunteer.lostAt, seekerReceived = 0, volunteerReceived = 0,
    seekerSent = 0, volunteerSent = 0, keyEpoch = '{"number":0}',
    epoch = epoch, whole = epoch, base = 0, seekerEpoch = epoch, volunteerEpoch = epoch,
  })
  -- What each message reads comes first: Redis searches a record from its beginning.
  redis.call('HSET', conversationKey, 'whole', epoch, 'keyEpoch', c.keyEpoch, 'seeker', c.seeker, 'volunteer', c.volunteer,
    'seekerSent', c.seekerSent, 'volunteerSent', c.volunteerSent, 'seekerNode', c.seekerNode,
    'volunteerNode', c.volunteerNode)
  write(conversationKey, c)
  redis.call('PEXPIRE', conversationKey, ttlMs)
  redis.call('HSET', key('seeker', ticket.seeker), 'ticket', '', 'conversation', id)
  redis.call('SADD', key('volunteer', volunteerId, 'conversations'), id)
  if volunteer.lostAt ~= '' then
    set_deadline('stuck', id, now + 1)
  end
  return c
end

-- The same after a transfer, from the conversation that ends. The end of its plan stays, and so does its mark for danger
-- (rule C11). It is the later one of the two for a resume ticket (rule F3).
local function begin_transferred(id, offerId, fromId, from, seeker, volunteerId, volunteer, keys, now, ttlMs)
  from.turn = whole((tonumber(from.turn) or 0) + 1)
  local leftMs = whole(math.max(0, from.startedAt + from.plannedMs - now))
  local c = begin_conversation(id, offerId, from, seeker, volunteerId, volunteer, keys, now, leftMs, ttlMs)
  c.previous, c.previousAlias, c.previousTransfer, c.marked = fromId, from.volunteerAlias, from.transferId, from.marked
  c.previousTakeover = from.transferReason == 'takeover' and '1' or ''
  redis.call('HSET', key('conversation', id), 'previous', fromId, 'previousAlias', from.volunteerAlias, 'marked', from.marked,
    'previousTakeover', c.previousTakeover, 'previousTransfer', c.previousTransfer)
  return c
end

-- Deletes the ticket from which a conversation has begun. Only the time and the language of the match are kept: the
-- estimated wait is calculated from them.
local function close_match(ticketId, ticket, now, matchesKept, ttlMs)
  count_ticket(ticket, 'matched', now)
  drop_prefix(ticketId, ticket)
  redis.call('DEL', key('ticket', ticketId))
  clear_deadline('ask', ticketId)
  clear_deadline('place', ticket.seeker)
  local matchesKey = key('matches', ticket.language)
  redis.call('LPUSH', matchesKey, whole(now))
  redis.call('LTRIM', matchesKey, 0, matchesKept - 1)
  redis.call('PEXPIRE', matchesKey, ttlMs)
end
