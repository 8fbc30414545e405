--#include call participants stuck deadlines
-- Records whether the volunteer's tab has the keys, or that it returns the seeker to the queue because it lost them
-- (rule C16).
-- KEYS[1] root
-- args    conversation, staff: string; keys: string ('held' | 'lost' | 'returned'); now: number
-- ok      {} · not_found · wrong_state (the seeker is already going back)
local id, keys, now = args.conversation, args.keys, args.now

local c = as_participant(id, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
end
local before = volunteer_keys(c)
if before ~= keys and not may_continue(c) then
  return { 'wrong_state' }
elseif before ~= keys then
  redis.call('HSET', key('conversation', id), 'volunteerKeys', keys, 'volunteerKeysAt', whole(now))
  redis.call('HINCRBY', key('conversation', id), 'marks', '1')
  tell_seat(c, 'seeker', 'keys:changed', { conversationId = id, volunteerKeys = keys })
  if keys == 'lost' then
    -- Leaders may know it as one whose volunteer is away: a report can arrive after the loss of the connection.
    redis.call('ZREM', key('stuck'), id)
    note_stuck(id, whole(now), now)
  else
    note_not_stuck(id, c, now)
    if keys == 'held' and c.volunteerLostAt ~= '' then
      -- The same. The script of this deadline sets it anew, for the end of the time limit.
      set_deadline('stuck', id, now + 1)
    end
  end
end
return ok()
