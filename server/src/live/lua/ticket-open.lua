--#include lanes tickets prefixes answering held
-- Opens a ticket if the session has none and intake is open (rules Q1, I2). Urgent tickets may use some extra places,
-- and the tickets of one address prefix are limited (rule R6).
-- KEYS[1] root
-- ARGV    stillWaitingAskMs, liveKeyMs, breakMs, volunteerGoneMs, urgentOfPrefix (limit for urgent tickets of a prefix
--         in a full queue), retryMs, prefixKeptMs: number; seeker: string; now: number; node, connection, ticket,
--         publicKey, language: string; topic: string?; feeling: number?; age: string?; urgent: boolean; queueLimit:
--         number; leaderNeeded: boolean; prefix: string? (none: not counted); livePerPrefix, urgentLimit (queue limit
--         for urgent tickets): number
-- ok      ticket row (the existing one, if there is one) · wrong_state (the session has ended, or is in a conversation)
--         · intake_closed (the queue is full, a required role is not on duty, or no volunteer on duty answers) ·
--         rate_limited, ms (the prefix has as many tickets as allowed)
local stillWaitingAskMs, liveKeyMs, breakMs, volunteerGoneMs, urgentOfPrefix, retryMs, prefixKeptMs, seeker, now, node,
  connection, ticket, publicKey, language, topic, feeling, age, urgent, queueLimit, leaderNeeded, prefix, livePerPrefix,
  urgentLimit = unpack(ARGV)
local id, openedAt = ticket, now
now = tonumber(now)

local session = key('seeker', seeker)
if redis.call('EXISTS', session, key('tombstone', seeker)) > 0 then
  local liveTicket = fields(session, 'ticket')
  if liveTicket == '' then
    return { 'wrong_state' }
  end
  return { 'ok', cjson.encode(ticket_row(liveTicket, read(key('ticket', liveTicket)), now)) }
end

local line = read(key('line')) or {}
local score, changes = math.max(now, (tonumber(line['last-score']) or 0) + 1), tonumber(line[language]) or 0
line['last-score'] = nil
local waiting, before = count_waiting(line, language)
local live = prefix ~= '' and live_tickets(prefix) or 0
local isFull = waiting >= tonumber(queueLimit)
if isFull and urgent == '1' and waiting < tonumber(urgentLimit) then
  isFull = live >= tonumber(urgentOfPrefix)
end
if isFull or redis.call('EXISTS', key(leaderNeeded == '1' and 'leaders' or 'duty')) == 0
  or not anybody_answers(now, tonumber(breakMs), tonumber(volunteerGoneMs)) then
  return { 'intake_closed' }
end
if prefix ~= '' and live >= tonumber(livePerPrefix) then
  return { 'rate_limited', retryMs }
end

hold(node, 'seeker', seeker)
-- Scores follow the clock and never decrease. This keeps the order for equal milliseconds and after an empty restart.
local last = whole(score)
redis.call('HSET', key('line'), 'last-score', last, language, whole(changes + 1))
local record = {
  seeker = seeker, publicKey = publicKey, language = language, topic = topic, feeling = feeling, age = age, urgent = urgent,
  openedAt = openedAt, score = urgent == '1' and urgent_score(score) or last, state = 'waiting',
}
open_ticket(id, record, now + stillWaitingAskMs, liveKeyMs, 'node', node, 'connection', connection)
if prefix ~= '' then
  add_to_prefix(id, prefix, prefixKeptMs)
end
join_lanes(id, record)
if urgent == '1' then
  return { 'ok', cjson.encode(ticket_row(id, record, now)) }
end
-- It has the highest score, so it is last in the queue. Concatenated, because this is the hot path.
return { 'ok', '{"id":"' .. id .. '","state":"waiting","language":"' .. language .. '","place":' .. before + 1
  .. ',"keepWithinMs":null}' }
