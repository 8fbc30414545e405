--#include call participants connections transfer-view transfers stuck
-- A leader on duty gives the seeker of a stuck conversation back to the original place in line (rule V7). The seeker's tab
-- goes there by itself, as after the volunteer's own return (rule C16). Final and idempotent.
-- KEYS[1] root
-- args    conversation, staff: string; now: number
-- ok      {} · not_found (not stuck) · wrong_state (not a leader on duty, or the own conversation)
local id, now = args.conversation, args.now

if redis.call('SISMEMBER', key('leaders'), args.staff) == 0 then
  return { 'wrong_state' }
end
local c = read(key('conversation', id))
if c and c.volunteerKeys == 'released' then
  return ok()
elseif not c or not redis.call('ZSCORE', key('stuck'), id) then
  return { 'not_found' }
elseif c.volunteer == args.staff then
  return { 'wrong_state' }
end
note_not_stuck(id, c, now)
if c.transferId ~= '' then
  end_transfer(id, c, now)
  tell_transfer(id, c, 'seeker')
end
redis.call('HSET', key('conversation', id), 'volunteerKeys', 'released', 'volunteerKeysAt', whole(now))
redis.call('HINCRBY', key('conversation', id), 'marks', '1')
tell_seat(c, 'seeker', 'keys:changed', { conversationId = id, volunteerKeys = 'released' })
tell_outdated(read(key('volunteer', c.volunteer)), 'staff', c.volunteer)
return ok()
