-- A page without a connection is open: the deadline 'duty' of its volunteer starts anew (rule I2).
-- KEYS[1] root
-- ARGV    staff: string; now, dutyMs: numbers
-- ok      {} · wrong_state (off duty, or connected: then there is no deadline)
local staff, now, dutyMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

if not redis.call('ZSCORE', key('deadlines'), 'duty ' .. staff) then
  return { 'wrong_state' }
end
set_deadline('duty', staff, now + dutyMs)
return { 'ok', '{}' }
