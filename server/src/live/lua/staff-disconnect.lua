--#include call volunteers kinds participants conversations presence connections held deadlines
-- A volunteer's connection has ended: no new offers, the other seats are notified, and duty is kept for a while (rules
-- C5, O7).
-- KEYS[1] root
-- args    staff, node, connection: string; now, volunteerGoneMs, seekerLostMs, volunteerLostWordsMs: number
-- ok      {} · wrong_state (another connection has taken over)
local staff, now = args.staff, args.now
local volunteerKey = key('volunteer', staff)

local volunteer = read(volunteerKey)
if not is_current(volunteer, args.node, args.connection) then
  release_stale_connection(volunteer, args.node, 'staff', staff)
  return { 'wrong_state' }
end
let_go(args.node, 'staff', staff)
redis.call('SREM', key('connected-leaders'), staff)
-- Also for a volunteer off duty: restored conversations may exist before the duty is restored (rule F3).
for _, held in ipairs(seated(staff)) do
  local id, conversation = unpack(held)
  local seat = seat_of(conversation, staff)
  go_away(id, conversation, seat, now, args.seekerLostMs)
  if seat == 'volunteer' and kind_of(conversation).is_awaited then
    set_deadline('stuck', id, now + args.volunteerLostWordsMs)
  end
end
if volunteer.state == 'off' then
  redis.call('DEL', volunteerKey)
  return ok()
end
redis.call('HSET', volunteerKey, 'node', '', 'connection', '', 'lostAt', now)
index_volunteer(staff)
set_deadline('duty', staff, now + args.volunteerGoneMs)
return ok()
