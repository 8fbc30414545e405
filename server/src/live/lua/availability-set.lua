--#include call volunteers availability deadlines
-- Sets a volunteer to ready or paused. This ends a wrap-up (rules O1, O6).
-- KEYS[1] root
-- args    staff: string; state: string ('ready' | 'paused'); now: number
-- ok      availability · wrong_state (off duty)
local volunteerKey = key('volunteer', args.staff)

local before = fields(volunteerKey, 'state')
if before == '' or before == 'off' then
  return { 'wrong_state' }
end
redis.call('HSET', volunteerKey, 'state', args.state, 'missed', '', 'misses', '0')
if before ~= args.state then
  redis.call('HSET', volunteerKey, 'idleSince', args.now)
end
clear_deadline('wrap-up', args.staff)
index_volunteer(args.staff)
return ok(availability_of(read(volunteerKey), args.now))
