--#include queue participants silence conversations
-- The session's connection has ended: its place in the queue or its seat is kept for a while (rules Q6, C5).
-- KEYS[1] root
-- ARGV    seeker, connection: strings; now, placeKeptMs, closingMs, lostMs: numbers
-- ok      {} · wrong_state (another connection has taken over, or the session has ended)
local seeker, connection = ARGV[1], ARGV[2]
local now, placeKeptMs, closingMs, lostMs =
  tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

local session = read(key('seeker', seeker))
if not session or session.connection ~= connection then
  tell_outdated(session, 'seeker ' .. seeker)
  return { 'wrong_state' }
end
redis.call('HSET', key('seeker', seeker), 'node', '', 'connection', '', 'lostAt', now)
redis.call('SREM', key('on', session.node), 'seeker ' .. seeker)
local id = session.conversation
if id == '' then
  local closing = session.closingAt ~= '' and now - session.closingAt < closingMs
  set_deadline('place', seeker, now + (closing and closingMs or placeKeptMs))
  return { 'ok', '{}' }
end
local conversation = read(key('conversation', id))
redis.call('HSET', key('conversation', id), 'seekerNode', '', 'seekerLostAt', now)
hasten_deadline('lost', id, now + lostMs)
tell_presence(id, conversation, 'seeker', now, now)
return { 'ok', '{}' }
