--#include queue participants silence conversations tickets offers
-- Leaves a lost volunteer, one whose keys differ or are lost, or, once, one who is not the right one, for the original
-- place in line, with a new ticket and a new key (rules C5, C12, C16, E3, E4, Q4).
-- KEYS[1] root
-- ARGV    conversation, seeker: strings; reason: 'volunteer_lost' | 'keys_differ' | 'keys_lost' | 'another'; ticket: fresh id; publicKey: string;
--         now, volunteerLostMs, askMs, placeKeptMs, wrapUpMs, tombstoneMs, ttlMs: numbers
-- ok      ticket row · not_found · wrong_state, ms left (the volunteer is there, or may still come back; has the keys;
--         keys have differed too often to be chance; or another one was asked for before)
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
-- The conversation's end is the volunteer's to hear alone: this session goes on in line.
redis.call('HSET', key('seeker', seeker), 'node', '')
-- After lost keys nothing is to wrap up: the same volunteer may take this seeker again at once.
end_conversation(id, c, reason, '', now, reason == 'keys_lost' and 0 or wrapUpMs, tombstoneMs, true)
redis.call('DEL', key('tombstone', seeker))
clear_deadline('tombstone', seeker)
redis.call('HSET', key('seeker', seeker), 'node', session.node, 'connection', session.connection, 'lostAt', session.lostAt)
local ticket = {
  seeker = seeker, publicKey = publicKey, language = c.language, topic = c.topic, feeling = c.feeling,
  age = c.age, urgent = c.urgent, score = c.score, openedAt = c.openedAt, state = 'waiting',
}
if c.urgent ~= '1' and is_danger(c) then
  -- As one who chose so before: first (rule Q3).
  ticket.urgent, ticket.score = '1', whole(c.score - 2 ^ 50)
end
open_ticket(ticketId, ticket, now + askMs, ttlMs)
step_in(ticketId, ticket)
-- How many times this session has gone back in line: it tells which of its tickets and conversations came later.
redis.call('HSET', key('ticket', ticketId), 'differed', differed, 'turn', (tonumber(c.turn) or 0) + 1)
if reason == 'keys_differ' then
  -- Another volunteer, if there is one: as if this one had declined.
  redis.call('HSET', key('ticket', ticketId), 'declined ' .. c.volunteer, now)
end
if another ~= '' then
  -- Nor, ever again, the one whom this seeker asked to leave, whatever happens in between.
  redis.call('HSET', key('ticket', ticketId), 'another', another, 'anotherAt', anotherAt, 'declined ' .. another, anotherAt)
end
if session.connection == '' then
  set_deadline('place', seeker, now + placeKeptMs)
end
return { 'ok', ticket_json(ticketId, ticket, now), unpack(over) }
