--#include call availability duty
-- Starts a volunteer's duty in state paused (rule O1). Idempotent.
-- KEYS[1] root
-- args    staff: string; now: number
-- ok      availability · wrong_state (not connected)
local volunteerKey = key('volunteer', args.staff)

local volunteer = read(volunteerKey)
if not volunteer then
  return { 'wrong_state' }
end
if volunteer.state == 'off' then
  redis.call('HSET', volunteerKey, 'state', 'paused', 'missed', '', 'misses', '0', 'idleSince', args.now)
  redis.call('SADD', key('duty'), args.staff)
  note_alone(args.now)
  note_leader(args.staff, args.now)
end
return ok(availability_of(read(volunteerKey), args.now))
