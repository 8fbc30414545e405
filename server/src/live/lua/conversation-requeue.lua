--#include queue participants silence conversations offers tickets
-- The seeker leaves the conversation and returns to the original place in the queue, with a new ticket and a new key.
-- The volunteer is lost, or has different or lost keys. Or the seeker asks for another volunteer, which is possible
-- once (rules C5, C12, C16, E3, E4, Q4).
-- KEYS[1] root
-- ARGV    conversation, seeker: strings; reason: 'volunteer_lost' | 'keys_differ' | 'keys_lost' | 'another'; ticket:
--         fresh id; publicKey: string; now, volunteerLostMs, askMs, placeKeptMs, wrapUpMs, tombstoneMs, ttlMs: numbers
-- ok      ticket row · not_found · wrong_state, ms left if it may be retried (the volunteer is connected, or may still
--         return; has the keys; keys differed too often to be chance; or another volunteer was already asked for)
local id, seeker, reason, ticketId, publicKey = unpack(ARGV, 1, 5)
local now, volunteerLostMs, askMs, placeKeptMs, wrapUpMs, tombstoneMs, ttlMs =
  tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10]),
  tonumber(ARGV[11]), tonumber(ARGV[12])

local MAX_DIFFERED = 3

local c = as_participant(id, 'seeker', seeker)
if not c then
  return { 'not_found' }
end
if reason == 'volunteer_lost' then
  if c.volunteerLostAt == '' then
    return { 'wrong_state' }
  elseif now - c.volunteerLostAt < volunteerLostMs then
    return { 'wrong_state', whole(volunteerLostMs - (now - c.volunteerLostAt)) }
  end
end
if reason == 'keys_lost' and c.volunteerKeys ~= 'lost' and c.volunteerKeys ~= 'returned' then
  return { 'wrong_state' }
end
local another, anotherAt = c.another, c.anotherAt
if reason == 'another' then
  if another ~= '' then
    return { 'wrong_state' }
  end
  another, anotherAt = c.volunteer, now
end
local differed = (tonumber(c.differed) or 0) + (reason == 'keys_differ' and 1 or 0)
if differed > MAX_DIFFERED then
  return { 'wrong_state' }
end
local session = read(key('seeker', seeker))
-- Only the volunteer gets the end of the conversation: the seeker's session continues in the queue.
redis.call('HSET', key('seeker', seeker), 'node', '')
-- No wrap-up after lost keys: the same volunteer may take this seeker again at once.
end_conversation(id, c, reason, '', now, reason == 'keys_lost' and 0 or wrapUpMs, tombstoneMs, true)
redis.call('DEL', key('tombstone', seeker))
clear_deadline('tombstone', seeker)
redis.call('HSET', key('seeker', seeker), 'node', session.node, 'connection', session.connection, 'lostAt', session.lostAt)
local ticket = {
  seeker = seeker, publicKey = publicKey, language = c.language, topic = c.topic, feeling = c.feeling,
  age = c.age, urgent = c.urgent, score = c.score, openedAt = c.openedAt, state = 'waiting',
}
if c.urgent ~= '1' and is_danger(c) then
  -- Same place as a seeker who chose urgent at the start: before all others (rule Q3).
  ticket.urgent, ticket.score = '1', whole(c.score - 2 ^ 50)
end
open_ticket(ticketId, ticket, now + askMs, ttlMs)
step_in(ticketId, ticket)
-- `turn` counts how often this session has returned to the queue. It orders the session's tickets and conversations.
redis.call('HSET', key('ticket', ticketId), 'differed', differed, 'turn', (tonumber(c.turn) or 0) + 1)
if reason == 'keys_differ' then
  -- Prefer another volunteer, if there is one: treated as if this one had declined.
  redis.call('HSET', key('ticket', ticketId), 'declined ' .. c.volunteer, now)
end
if another ~= '' then
  -- A volunteer whom this seeker asked to leave is never offered this seeker again, also after later requeues.
  redis.call('HSET', key('ticket', ticketId), 'another', another, 'anotherAt', anotherAt, 'declined ' .. another, anotherAt)
end
if session.connection == '' then
  set_deadline('place', seeker, now + placeKeptMs)
end
return { 'ok', ticket_json(ticketId, ticket, now), unpack(over) }
