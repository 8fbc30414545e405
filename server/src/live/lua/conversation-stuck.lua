--#include call stuck deadlines
-- Handles the deadline 'stuck': leaders on duty are told of a conversation whose volunteer has had no connection for
-- `volunteerLostWordsMs` (rule V7). If that time is not over, it sets the next deadline.
-- KEYS[1] root
-- args    conversation: string; now, volunteerLostWordsMs: number
-- ok      {} · wrong_state (not due, ended, the volunteer is connected, or the seeker is going back to the line)
local id, now = args.conversation, args.now

if not is_due('stuck', id, now) then
  return { 'wrong_state' }
end
clear_deadline('stuck', id)
local c = read(key('conversation', id))
if not c or c.volunteerLostAt == '' or not may_continue(c) then
  return { 'wrong_state' }
end
local stuckAt = c.volunteerLostAt + args.volunteerLostWordsMs
if stuckAt > now then
  set_deadline('stuck', id, stuckAt)
else
  note_stuck(id, c.volunteerLostAt, now)
end
return ok()
