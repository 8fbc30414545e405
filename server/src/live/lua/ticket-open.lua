--#include queue offers tickets
-- Opens a ticket if the session has none and intake is open (rules Q1, I2). Urgent tickets may use some extra places,
-- and the tickets of one address prefix are limited (rule R6).
-- KEYS[1] root
-- ARGV    seeker, node, connection: strings; ticket: id; publicKey, language, topic, feeling, age ('' none), urgent
--         ('1' or ''): strings; now, askAt, ttlMs, queueLimit: numbers; leaderNeeded: '1' or ''; prefix: string ('' not
--         counted); livePerPrefix, urgentLimit (queue limit for urgent tickets), ofPrefixWhenFull, retryMs, hourMs,
--         breakMs, goneMs: numbers
-- ok      ticket row (the existing one, if there is one) · wrong_state (the session has ended, or is in a conversation)
--         · intake_closed (the queue is full, a required role is not on duty, or no volunteer on duty answers) ·
--         rate_limited, ms (the prefix has as many tickets as allowed)
local seeker, node, connection, id, publicKey, language, topic, feeling, age, urgent, openedAt, askAt, ttlMs = unpack(ARGV, 1, 13)
local now, queueLimit = tonumber(openedAt), tonumber(ARGV[14])

local function anybody_answers(at, breakMs, goneMs)
  for _, each in ipairs(redis.call('SMEMBERS', key('duty'))) do
    if answers(each, at, breakMs, goneMs) then
      return true
    end
  end
  return false
end

local session = key('seeker', seeker)
if redis.call('EXISTS', session, key('tombstone', seeker)) > 0 then
  local liveTicket = fields(session, 'ticket')
  if liveTicket == '' then
    return { 'wrong_state' }
  end
  return { 'ok', ticket_json(liveTicket, read(key('ticket', liveTicket)), now) }
end

local line = read(key('line')) or {}
local score, changes = math.max(now, (tonumber(line['last-score']) or 0) + 1), tonumber(line[language]) or 0
line['last-score'] = nil
local waiting, before = 0, 0
for each in pairs(line) do
  local length = redis.call('ZCARD', key('lane', each))
  waiting = waiting + length
  before = each == language and length or before
end
local prefix, live = ARGV[16], ARGV[16] ~= '' and live_tickets(ARGV[16]) or 0
local isFull = waiting >= queueLimit
if isFull and urgent == '1' and waiting < tonumber(ARGV[18]) then
  isFull = live >= tonumber(ARGV[19])
end
if isFull or redis.call('EXISTS', key(ARGV[15] == '1' and 'leaders' or 'duty')) == 0 or not anybody_answers(now, tonumber(ARGV[22]), tonumber(ARGV[23])) then
  return { 'intake_closed' }
end

if prefix ~= '' and live >= tonumber(ARGV[17]) then
  return { 'rate_limited', ARGV[20] }
end

hold(node, 'seeker ' .. seeker)
-- Scores follow the clock and never decrease. This keeps the order for equal milliseconds and after an empty restart.
-- An urgent ticket comes before all others (rule Q3).
local last = whole(score)
redis.call('HSET', key('line'), 'last-score', last, language, whole(changes + 1))
local ticket = {
  seeker = seeker, publicKey = publicKey, language = language, topic = topic, feeling = feeling, age = age, urgent = urgent,
  openedAt = openedAt, score = urgent == '1' and whole(score - 2 ^ 50) or last, state = 'waiting',
}
open_ticket(id, ticket, askAt, ttlMs, 'node', node, 'connection', connection)
if prefix ~= '' then
  redis.call('HSET', key('ticket', id), 'prefix', prefix)
  redis.call('SADD', key('live-of', prefix), id)
  redis.call('PEXPIRE', key('live-of', prefix), ARGV[21])
end
join_lanes(id, ticket)
if urgent == '1' then
  return { 'ok', ticket_json(id, ticket, now) }
end
-- It has the highest score, so it is last in the queue.
return { 'ok', waiting_json(id, ticket, before + 1, 'null') }
