--#include queue offers duty participants silence conversations
-- Handles the deadline 'duty': a volunteer who has been away long loses the lead. Without a conversation or offer the
-- volunteer goes off duty (rules I2, O7).
-- KEYS[1] root
-- ARGV    staff: string; now, againMs: numbers
-- ok      {} · wrong_state (reconnected, or not due)
local staff, now, againMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local dueAt = redis.call('ZSCORE', key('deadlines'), 'duty ' .. staff)
if not dueAt or tonumber(dueAt) > now then
  return { 'wrong_state' }
end
local volunteer = read(key('volunteer', staff))
if not volunteer or volunteer.connection ~= '' then
  clear_deadline('duty', staff)
  return { 'wrong_state' }
end
if #held_by(staff) > 0 or pending_offer(staff, volunteer) then
  redis.call('HSET', key('volunteer', staff), 'leads', '')
  note_leader(staff)
  set_deadline('duty', staff, now + againMs)
else
  leave_duty(staff, volunteer, now)
end
return { 'ok', '{}' }
