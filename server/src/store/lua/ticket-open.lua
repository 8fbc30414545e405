--#include queue offers tickets
-- Takes a place in line, if the session has none yet and intake is open (rules Q1, I2).
-- KEYS[1] root
-- ARGV    seeker, node, connection: strings; ticket: id; publicKey, language, topic, feeling, age ('' none),
--         urgent ('1' or ''): strings; now, queueLimit, askMs, ttlMs: numbers; leaderNeeded: '1' or ''
-- ok      ticket row · wrong_state (session is over, or talks already) · intake_closed (full, or nobody on duty who is needed)
local seeker, node, connection, id, publicKey, language, topic, feeling, age, urgent = unpack(ARGV, 1, 10)
local now, queueLimit, askMs, ttlMs = tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13]), tonumber(ARGV[14])
local needed = key(ARGV[15] == '1' and 'leaders' or 'duty')

if redis.call('EXISTS', key('tombstone', seeker), key('seeker', seeker)) > 0 then
  local liveTicket = fields(key('seeker', seeker), 'ticket')
  if liveTicket == '' then
    return { 'wrong_state' }
  end
  return { 'ok', ticket_json(liveTicket, read(key('ticket', liveTicket)), now) }
end

local waiting, before = 0, 0
for _, lane in ipairs(redis.call('HKEYS', key('lane-versions'))) do
  local length = redis.call('ZCARD', key('lane', lane))
  waiting = waiting + length
  before = lane == language and length or before
end
if waiting >= queueLimit or redis.call('SCARD', needed) == 0 then
  return { 'intake_closed' }
end

hold(node, 'seeker ' .. seeker)
local ticket = {
  seeker = seeker, publicKey = publicKey, language = language, topic = topic, feeling = feeling, age = age, urgent = urgent,
  openedAt = now, score = next_score(now, urgent == '1'), state = 'waiting',
}
open_ticket(id, ticket, now, askMs, ttlMs, 'node', node, 'connection', connection, 'lostAt', '')
if urgent == '1' then
  return { 'ok', ticket_json(id, ticket, now) }
end
-- The highest score of all: the last in line.
return { 'ok', waiting_json(id, ticket, before + 1, 'null') }
