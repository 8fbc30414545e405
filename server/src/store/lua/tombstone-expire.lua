-- The deadline 'tombstone': nothing remains of an ended ticket or conversation (rule A6).
-- KEYS[1] root
-- ARGV    seeker: string; now: number
-- ok      {} · wrong_state (not due)
local seeker, now = ARGV[1], tonumber(ARGV[2])

local dueAt = redis.call('ZSCORE', key('deadlines'), 'tombstone ' .. seeker)
if not dueAt or tonumber(dueAt) > now then
  return { 'wrong_state' }
end
redis.call('DEL', key('tombstone', seeker), key('feedback', seeker))
clear_deadline('tombstone', seeker)
return { 'ok', '{}' }
