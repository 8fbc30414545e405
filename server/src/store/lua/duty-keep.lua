-- A page without a connection is open: the deadline 'duty' of its volunteer starts anew (rule I2). Connected or off duty
-- there is none.
-- KEYS[1] root
-- ARGV    staff: string; now, dutyMs: numbers
-- ok      {"onDuty": boolean, "putOff": boolean}
local staff, now, dutyMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local putOff = redis.call('ZSCORE', key('deadlines'), 'duty ' .. staff) and true or false
if putOff then
  set_deadline('duty', staff, now + dutyMs)
end
local onDuty = redis.call('SISMEMBER', key('duty'), staff) == 1
return { 'ok', cjson.encode({ onDuty = onDuty, putOff = putOff }) }
