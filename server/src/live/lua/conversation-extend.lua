--#include participants
-- The volunteer extends the planned time. The extension counts from now or from the planned end, whichever is later
-- (rule C8).
-- KEYS[1] root
-- ARGV    conversation, staff: strings; shownMs: number, the planned time that the page shows; now, moreMs: numbers
-- ok      { plannedMs }, longer than shownMs · not_found
local id, staff, shownMs, now, moreMs = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local c, other, node = as_participant(id, 'volunteer', staff)
if not c then
  return { 'not_found' }
end
local plannedMs = tonumber(c.plannedMs)
-- If the plan is already longer than shownMs, this is a retry after a lost answer: extend only once.
if plannedMs <= shownMs then
  plannedMs = math.max(plannedMs, now - c.startedAt) + moreMs
  redis.call('HSET', key('conversation', id), 'plannedMs', whole(plannedMs))
  tell(node, other, 'conversation:extended',
    string.format('{"conversationId":"%s","plannedMs":%.0f}', id, plannedMs))
end
return { 'ok', string.format('{"plannedMs":%.0f}', plannedMs) }
