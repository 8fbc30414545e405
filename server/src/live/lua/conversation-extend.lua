--#include call participants
-- The volunteer extends the planned time. The extension counts from now or from the planned end, whichever is later
-- (rule C8).
-- KEYS[1] root
-- args    conversation, staff: string; shownMs: number (the planned time that the page shows); now, extensionMs: number
-- ok      { plannedMs }, longer than shownMs · not_found
local c = as_participant(args.conversation, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
end
local plannedMs = tonumber(c.plannedMs)
-- If the plan is already longer than shownMs, this is a retry after a lost answer: extend only once.
if plannedMs <= args.shownMs then
  plannedMs = math.max(plannedMs, args.now - c.startedAt) + args.extensionMs
  redis.call('HSET', key('conversation', args.conversation), 'plannedMs', whole(plannedMs))
  tell_others(c, 'volunteer', 'conversation:extended', { conversationId = args.conversation, plannedMs = plannedMs })
end
return ok({ plannedMs = plannedMs })
