--#include queue offers participants silence conversations
-- offered → matched: the conversation begins (rules O2, E1). A repeated call returns the same conversation.
-- KEYS[1] root
-- ARGV    offer, staff, encapsulation, confirmation: strings; now, plannedMs, seatMs, lostMs, nudgeMs, ttlMs: numbers
-- ok      conversation, as the volunteer sees it · offer_gone · at_capacity
local offerId, staff, encapsulation, confirmation = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local now, plannedMs, seatMs, lostMs, nudgeMs, ttlMs =
  tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local conversationsKey = key('volunteer', staff, 'conversations')

local offer = read(key('offer', offerId))
local ticket = offer and read(key('ticket', offer.ticket))
local seeker = ticket and read(key('seeker', ticket.seeker))
if not offer then
  for _, held in ipairs(held_by(staff)) do
    local id, conversation = unpack(held)
    if conversation.offer == offerId then
      return { 'ok', conversation_json(id, conversation, 'volunteer', now) }
    end
  end
  return { 'offer_gone' }
elseif not seeker then
  -- The ticket or the seeker's record has expired by its fallback TTL.
  drop_offer(offerId, offer)
  return { 'offer_gone' }
elseif offer.volunteer ~= staff or tonumber(offer.expiresAt) <= now then
  return { 'offer_gone' }
end
local volunteer = read(key('volunteer', staff))
if load_of(staff) >= tonumber(volunteer.capacity) then
  return { 'at_capacity' }
end

local id, ticketId = offer.conversation, offer.ticket
local c = {
  offer = offerId, seeker = ticket.seeker, volunteer = staff, alias = volunteer.alias, language = ticket.language,
  topic = ticket.topic, feeling = ticket.feeling, age = ticket.age, urgent = ticket.urgent, score = ticket.score,
  openedAt = ticket.openedAt, differed = ticket.differed, turn = ticket.turn, another = ticket.another,
  anotherAt = ticket.anotherAt, encapsulation = encapsulation, volunteerConfirmation = confirmation,
  seekerConfirmation = '', startedAt = whole(now), plannedMs = plannedMs, seekerNode = seeker.node,
  volunteerNode = volunteer.node, seekerLostAt = seeker.lostAt, volunteerLostAt = volunteer.lostAt,
  seekerReceived = 0, volunteerReceived = 0,
}
c.epoch, c.base = epoch_id(), 0
c.seekerEpoch, c.volunteerEpoch = c.epoch, c.epoch
write(key('conversation', id), c)
redis.call('PEXPIRE', key('conversation', id), ttlMs)
redis.call('SADD', conversationsKey, id)
redis.call('HSET', key('volunteer', staff), 'missed', '', 'misses', '0')
drop_offer(offerId, offer)
drop_prefix(ticketId, ticket)
redis.call('DEL', key('ticket', ticketId))
redis.call('HSET', key('seeker', ticket.seeker), 'ticket', '', 'conversation', id)
clear_deadline('ask', ticketId)
clear_deadline('place', ticket.seeker)
set_deadline('silence', id, now + nudgeMs)
if seeker.connection == '' then
  set_deadline('seat', id, now + seatMs)
end
if seeker.connection == '' or volunteer.connection == '' then
  set_deadline('lost', id, now + lostMs)
end
-- Store only the time and language of the match: the estimated wait is calculated from it.
redis.call('LPUSH', key('matches', ticket.language), whole(now))
redis.call('LTRIM', key('matches', ticket.language), 0, 19)
redis.call('PEXPIRE', key('matches', ticket.language), ttlMs)
tell(seeker.node, 'seeker ' .. ticket.seeker, 'conversation:started',
  '{"conversation":' .. conversation_json(id, c, 'seeker', now) .. '}')
return { 'ok', conversation_json(id, c, 'volunteer', now) }
