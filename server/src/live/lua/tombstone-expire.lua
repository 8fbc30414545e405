--#include call deadlines
-- Handles the deadline 'tombstone', or an exit after the end: deletes what remains of an ended ticket or conversation
-- (rule A6).
-- KEYS[1] root
-- args    seeker: string; now: number; atOnce: boolean (an exit)
-- ok      {} · wrong_state (not due, or no tombstone)
if not is_due('tombstone', args.seeker, args.atOnce and math.huge or args.now) then
  return { 'wrong_state' }
end
redis.call('DEL', key('tombstone', args.seeker), key('answer-right', args.seeker))
clear_deadline('tombstone', args.seeker)
return ok()
