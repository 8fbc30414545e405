--#include call volunteers taking transfer-view transfers stuck-view stuck
-- A leader on duty takes over a stuck conversation: a transfer to this leader, which replaces any other. The seeker's tab
-- says yes by itself (rules V7, C11). Idempotent.
-- KEYS[1] root
-- args    conversation, staff: string; transfer: string (fresh id); now: number
-- ok      {} · not_found (not stuck) · wrong_state (not a leader on duty with a connection, the own conversation, or the
--         seeker has asked this leader to leave) · at_capacity (with those that this leader is about to take)
local id, staff, now = args.conversation, args.staff, args.now

local leader = read(key('volunteer', staff))
if redis.call('SISMEMBER', key('leaders'), staff) == 0 or leader.connection == '' then
  return { 'wrong_state' }
end
local c = redis.call('ZSCORE', key('stuck'), id) and read(key('conversation', id))
if not c then
  return { 'not_found' }
elseif c.volunteer == staff or c.another == staff then
  return { 'wrong_state' }
elseif is_takeover(c) and c.transferStaff == staff then
  return ok()
end
-- An offer of a takeover is among them.
local isOther = leader.offer ~= '' and not is_takeover_offer(leader.offer)
local taking = count_takeovers_by(staff) + (isOther and 1 or 0)
if load_of(staff) + taking >= tonumber(leader.capacity) then
  return { 'at_capacity' }
end
end_wrap_up(staff, leader, now)
index_volunteer(staff, leader)
drop_transfer(id, c, now)
c.transferId, c.transferReason, c.transferTo, c.transferStaff = args.transfer, 'takeover', 'colleague', staff
c.transferAlias, c.transferState = leader.alias, 'asked'
write_transfer(id, c)
redis.call('HINCRBY', key('conversation', id), 'marks', '1')
tell_transfer_to_both(id, c)
tell_stuck(now)
return ok()
