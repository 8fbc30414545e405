--#include call participants asides
-- Names the aside that the volunteer's tab will open with the leader who has taken the call (rule V4). It ends the one that
-- there is: this tab has no keys of it.
-- KEYS[1] root
-- args    conversation, staff: string; aside: string (fresh id)
-- ok      { asideId } · not_found · wrong_state (the call is not taken)
local id = args.conversation

local c = as_participant(id, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
elseif c.callBy == '' then
  return { 'wrong_state' }
end
end_aside(c)
redis.call('HSET', key('conversation', id), 'callAside', args.aside)
return ok({ asideId = args.aside })
