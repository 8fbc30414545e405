-- Postpones the deadline 'duty' of a volunteer whose page is open but not connected (rule I2). There is no such
-- deadline while the volunteer is connected or off duty.
-- KEYS[1] root
-- ARGV    staff: string; now, dutyMs: numbers
-- ok      {"onDuty": boolean}
local staff, now, dutyMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

if redis.call('ZSCORE', key('deadlines'), 'duty ' .. staff) then
  set_deadline('duty', staff, now + dutyMs)
end
local onDuty = redis.call('SISMEMBER', key('duty'), staff) == 1
return { 'ok', cjson.encode({ onDuty = onDuty }) }
