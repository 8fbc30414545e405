--#include call participants conversations visits key-epochs
-- The volunteer lets in the leader who has taken the call (rule E5): in one step the leader takes the seat, and a new key
-- epoch begins. Idempotent.
-- KEYS[1] root
-- args    conversation, staff, leaderKey: string; keyEpoch: object ({ number, visit }); encapsulation, sealedSecret,
--         confirmation: string; now, retryMs: number
-- ok      {} · not_found · unavailable, ms (the log lost messages, and the seats have not handed in theirs yet, F3)
--         · wrong_state (the keys are not agreed, nobody has taken the call or with another key, a visit is going on, or
--         the epoch's number is not higher)
local id, now, epoch = args.conversation, args.now, args.keyEpoch

local c = as_participant(id, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
end
local current = cjson.decode(c.keyEpoch)
if current.visit == epoch.visit then
  return ok()
elseif not is_whole(c) then
  return { 'unavailable', whole(args.retryMs) }
elseif c.seekerConfirmation == '' or c.callBy == '' or c.callKey ~= args.leaderKey or c.leader ~= ''
  or epoch.number <= current.number then
  return { 'wrong_state' }
end
local leader = read(key('volunteer', c.callBy))
if not leader then
  return { 'wrong_state' }
end
take_seat(id, c, 'leader', c.callBy, leader)
-- The leader's part of the log begins here.
local sent = {}
for _, seat in ipairs(seats_of(c)) do
  sent[seat] = tonumber(c[seat .. 'Sent'])
end
c.keyEpoch = '{"number":' .. whole(epoch.number) .. ',"visit":"' .. epoch.visit .. '"}'
c.visit = cjson.encode({
  confirmations = { volunteer = args.confirmation },
  forLeader = {
    encapsulation = args.encapsulation, sealedSecret = args.sealedSecret, after = redis.call('LLEN', key('log', id)),
    sent = sent,
  },
})
redis.call('HSET', key('conversation', id), 'keyEpoch', c.keyEpoch, 'visit', c.visit)
tell_seats(id, c, now)
tell_seat(c, 'leader', 'visit:began', { conversation = conversation_of(id, c, 'leader', now) })
return ok()
