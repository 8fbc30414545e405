--#include call calls deadlines
-- Postpones the deadline 'duty' of a volunteer whose page is open but not connected (rule I2). There is no such
-- deadline while the volunteer is connected or off duty. A leader who has been away long still counts as on duty, but the
-- calls that this leader has taken go back to all leaders (rule V4).
-- KEYS[1] root
-- args    staff: string; now, volunteerGoneMs: number
-- ok      { onDuty: boolean }
if deadline_of('duty', args.staff) then
  set_deadline('duty', args.staff, args.now + args.volunteerGoneMs)
  local lostAt = tonumber(fields(key('volunteer', args.staff), 'lostAt'))
  if lostAt and args.now - lostAt >= args.volunteerGoneMs then
    return_calls(args.staff, args.now)
  end
end
return ok({ onDuty = redis.call('SISMEMBER', key('duty'), args.staff) == 1 })
