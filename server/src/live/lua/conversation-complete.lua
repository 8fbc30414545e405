--#include call participants rebuilding deadlines
-- Handles the deadline 'rebuild': after a data loss, the log is completed without the copies of seats that have had no
-- connection for `rebuildWaitMs` (rule C15). It waits for all other seats, and while no seat is connected.
-- KEYS[1] root
-- args    conversation: string; now, rebuildWaitMs, liveKeyMs, messagesPerMs, messagesAhead: number
-- ok      {} · wrong_state (not due, the conversation has ended, or its log is complete)
local id, now, waitMs = args.conversation, args.now, args.rebuildWaitMs

if not is_due('rebuild', id, now) then
  return { 'wrong_state' }
end
clear_deadline('rebuild', id)
local c = read(key('conversation', id))
if not c or c.epoch ~= epoch_id() or is_whole(c) then
  return { 'wrong_state' }
end
local isHere, untilAt = false, now
for _, seat in ipairs(seats_of(c)) do
  local lostAt = tonumber(c[seat .. 'LostAt'])
  isHere = isHere or not lostAt
  if c[seat .. 'Epoch'] ~= c.epoch then
    untilAt = math.max(untilAt, (lostAt or now) + waitMs)
  end
end
if isHere and untilAt <= now then
  finish_rebuild(id, c, furthest_of(c, now, args.messagesPerMs, args.messagesAhead), now)
  redis.call('PEXPIRE', key('log', id), args.liveKeyMs)
else
  set_deadline('rebuild', id, math.max(untilAt, isHere and 0 or now + waitMs))
end
return ok()
