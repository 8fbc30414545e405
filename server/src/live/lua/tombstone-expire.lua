-- Handles the deadline 'tombstone', or an exit after the end: deletes what remains of an ended ticket or conversation
-- (rule A6).
-- KEYS[1] root
-- ARGV    seeker: string; now: number; atOnce: '1' (an exit) or ''
-- ok      {} · wrong_state (not due, or no tombstone)
local seeker, now, atOnce = ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1'

local dueAt = redis.call('ZSCORE', key('deadlines'), 'tombstone ' .. seeker)
if not dueAt or (tonumber(dueAt) > now and not atOnce) then
  return { 'wrong_state' }
end
redis.call('DEL', key('tombstone', seeker), key('feedback', seeker))
clear_deadline('tombstone', seeker)
return { 'ok', '{}' }
