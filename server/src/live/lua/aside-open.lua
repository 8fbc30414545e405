--#include call participants visits asides
-- The volunteer opens the reserved aside: a conversation with the leader who has taken the call (rules V4, C13). Idempotent.
-- KEYS[1] root
-- args    conversation, staff, aside, leaderKey, encapsulation, confirmation: string; now, liveKeyMs: number
-- ok      {} · not_found · wrong_state (not the reserved one, opened with other keys, or the leader's key is another)
local id, asideId, now = args.conversation, args.aside, args.now

local c = as_participant(id, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
end
local asideKey = key('conversation', asideId)
local known = c.callAside == asideId and read(asideKey)
if known then
  return known.encapsulation == args.encapsulation and ok() or { 'wrong_state' }
end
local volunteer, leader = read(key('volunteer', args.staff)), read(key('volunteer', c.callBy))
if c.callAside ~= asideId or c.callKey ~= args.leaderKey or not volunteer or not leader then
  return { 'wrong_state' }
end
local epoch = epoch_id()
local aside = as_record({
  kind = 'aside', seats = '', of = id, startedAt = whole(now), epoch = epoch, whole = epoch, keyEpoch = '{"number":0}',
  encapsulation = args.encapsulation, volunteerConfirmation = args.confirmation,
})
write(asideKey, aside)
redis.call('PEXPIRE', asideKey, args.liveKeyMs)
take_seat(asideId, aside, 'volunteer', args.staff, volunteer)
take_seat(asideId, aside, 'leader', c.callBy, leader)
for _, seat in ipairs(seats_of(aside)) do
  tell_seat(aside, seat, 'aside:opened', { aside = aside_of(asideId, aside, seat, now) })
end
return ok()
