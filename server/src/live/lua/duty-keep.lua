--#include call deadlines
-- Postpones the deadline 'duty' of a volunteer whose page is open but not connected (rule I2). There is no such
-- deadline while the volunteer is connected or off duty.
-- KEYS[1] root
-- args    staff: string; now, volunteerGoneMs: number
-- ok      { onDuty: boolean }
if deadline_of('duty', args.staff) then
  set_deadline('duty', args.staff, args.now + args.volunteerGoneMs)
end
return ok({ onDuty = redis.call('SISMEMBER', key('duty'), args.staff) == 1 })
