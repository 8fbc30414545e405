-- The begin of a conversation.

-- Writes the conversation that follows from an accepted offer. Returns it.
local function begin_conversation(id, offerId, ticket, seeker, volunteerId, volunteer, keys, now, plannedMs, ttlMs)
  local epoch = epoch_id()
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
  write(key('conversation', id), c)
  redis.call('PEXPIRE', key('conversation', id), ttlMs)
  redis.call('HSET', key('seeker', ticket.seeker), 'ticket', '', 'conversation', id)
  redis.call('SADD', key('volunteer', volunteerId, 'conversations'), id)
  return c
end
