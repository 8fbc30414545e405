--#include call lanes tickets leaving deadlines
-- Handles the deadline 'ask': asks "still waiting?", and ends the ticket if there was no answer (rule Q7).
-- KEYS[1] root
-- args    ticket: string; now, stillWaitingAnswerMs, stillWaitingAskMs, tombstoneMs: number
-- ok      { ended } · wrong_state (no such ticket, or not due)
local id, now = args.ticket, args.now

-- Removes lane members whose ticket record has expired by its fallback TTL. Otherwise they would count as waiting for
-- ever.
local function sweep_lanes()
  for language in pairs(read(key('line')) or {}) do
    for _, member in ipairs(redis.call('ZRANGE', key('lane', language), 0, -1)) do
      local waiting, topic = split_lane_member(member)
      if redis.call('EXISTS', key('ticket', waiting)) == 0 then
        redis.call('ZREM', key('lane', language), member)
        redis.call('ZREM', key('lane', language, topic), member)
        redis.call('HDEL', key('asked'), waiting)
        redis.call('HINCRBY', key('line'), language, '1')
      end
    end
  end
end

local ticket = read(key('ticket', id))
if not ticket then
  clear_deadline('ask', id)
  sweep_lanes()
end
if not ticket or not is_due('ask', id, now) then
  return { 'wrong_state' }
end
if ticket.state == 'offered' then
  -- A volunteer is considering the ticket: do not ask now.
  set_deadline('ask', id, now + args.stillWaitingAskMs)
elseif redis.call('HSETNX', key('asked'), id, whole(now + args.stillWaitingAnswerMs)) == 1 then
  redis.call('HSET', key('ticket', id), 'asked', '1')
  set_deadline('ask', id, now + args.stillWaitingAnswerMs)
  tell_ticket(id, ticket, now)
else
  end_ticket(id, ticket, 'expired', 'silent', now, args.tombstoneMs)
  return ok({ ended = true })
end
return ok({ ended = false })
