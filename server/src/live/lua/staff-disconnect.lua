--#include queue participants silence conversations
-- A volunteer's connection has ended: no new offers, seekers are notified, and duty is kept for a while (rules C5, O7).
-- KEYS[1] root
-- ARGV    staff, connection: strings; now, dutyMs, lostMs: numbers
-- ok      {} · wrong_state (another connection has taken over)
local staff, connection = ARGV[1], ARGV[2]
local now, dutyMs, lostMs = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local volunteerKey = key('volunteer', staff)

local volunteer = read(volunteerKey)
if not volunteer or volunteer.connection ~= connection then
  tell_outdated(volunteer, 'staff ' .. staff)
  return { 'wrong_state' }
end
redis.call('SREM', key('on', volunteer.node), 'staff ' .. staff)
-- Also for a volunteer off duty: restored conversations may exist before the duty is restored (rule F3).
for _, held in ipairs(held_by(staff)) do
  local id, conversation = unpack(held)
  redis.call('HSET', key('conversation', id), 'volunteerNode', '', 'volunteerLostAt', now)
  hasten_deadline('lost', id, now + lostMs)
  tell_presence(id, conversation, 'volunteer', now, now)
end
if volunteer.state == 'off' then
  redis.call('DEL', volunteerKey)
  return { 'ok', '{}' }
end
redis.call('HSET', volunteerKey, 'node', '', 'connection', '', 'lostAt', now)
index_volunteer(staff)
set_deadline('duty', staff, now + dutyMs)
return { 'ok', '{}' }
