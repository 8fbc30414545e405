--#include call participants call-of calls deadlines
-- Handles the deadline 'escalate': a call that was not taken within `callEscalatesMs` is shown to all connected leaders, also
-- off duty (rule V4). If the time is not over, it sets the deadline anew.
-- KEYS[1] root
-- args    conversation: string; now, callEscalatesMs: number
-- ok      {} · wrong_state (not due, no call, taken, or escalated before)
local id, now = args.conversation, args.now

if not is_due('escalate', id, now) then
  return { 'wrong_state' }
end
clear_deadline('escalate', id)
local c = read(key('conversation', id))
if not c or c.callKind == '' or c.callBy ~= '' or c.callEscalated == '1' then
  return { 'wrong_state' }
end
local escalatesAt = c.callOpenAt + args.callEscalatesMs
if escalatesAt > now then
  set_deadline('escalate', id, escalatesAt)
  return ok()
end
c.callEscalated = '1'
redis.call('HSET', key('conversation', id), 'callEscalated', '1')
tell_seat(c, 'volunteer', 'call:changed', { conversationId = id, call = call_of(c, now) })
tell_leaders(now)
return ok()
