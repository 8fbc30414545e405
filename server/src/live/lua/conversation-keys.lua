--#include call participants
-- Records whether the volunteer's tab has the keys, or that it returns the seeker to the queue because it lost them
-- (rule C16).
-- KEYS[1] root
-- args    conversation, staff: string; keys: string ('held' | 'lost' | 'returned')
-- ok      {} · not_found · wrong_state (already returned)
local id, keys = args.conversation, args.keys

local c = as_participant(id, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
end
local before = c.volunteerKeys ~= '' and c.volunteerKeys or 'held'
if before == 'returned' and keys ~= before then
  return { 'wrong_state' }
elseif before ~= keys then
  redis.call('HSET', key('conversation', id), 'volunteerKeys', keys)
  redis.call('HINCRBY', key('conversation', id), 'marks', '1')
  tell_seat(c, 'seeker', 'keys:changed', { conversationId = id, volunteerKeys = keys })
end
return ok()
