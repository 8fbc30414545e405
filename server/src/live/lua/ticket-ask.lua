--#include queue offers tickets
-- Handles the deadline 'ask': asks "still waiting?", and ends the ticket if there was no answer (rule Q7).
-- KEYS[1] root
-- ARGV    ticket: id; now, answerMs, askMs, tombstoneMs: numbers
-- ok      { ended } · wrong_state (no such ticket, or not due)
local id = ARGV[1]
local now, answerMs, askMs, tombstoneMs = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local dueAt = redis.call('ZSCORE', key('deadlines'), 'ask ' .. id)
local ticket = read(key('ticket', id))
if not ticket then
  clear_deadline('ask', id)
  sweep_lanes()
  return { 'wrong_state' }
end
if not dueAt or tonumber(dueAt) > now then
  return { 'wrong_state' }
end
if ticket.state == 'offered' then
  -- A volunteer is considering the ticket: do not ask now.
  set_deadline('ask', id, now + askMs)
elseif redis.call('HSETNX', key('asked'), id, whole(now + answerMs)) == 1 then
  redis.call('HSET', key('ticket', id), 'asked', '1')
  set_deadline('ask', id, now + answerMs)
  tell_ticket(id, ticket, now)
else
  end_ticket(id, ticket, 'expired', now, tombstoneMs)
  return { 'ok', '{"ended":true}', unpack(over) }
end
return { 'ok', '{"ended":false}' }
