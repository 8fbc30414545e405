--#include call participants
-- One seat has shown every message up to `seq`; the others are notified.
-- KEYS[1] root
-- args    conversation, seat, participant: string; seq: number
-- ok      {} · not_found · wrong_state (no message has that number yet)
local id, seat, seq = args.conversation, args.seat, args.seq

local c = as_participant_of_any(id, seat, args.participant)
if not c then
  return { 'not_found' }
elseif seq > redis.call('LLEN', key('log', id)) then
  return { 'wrong_state' }
end
if seq > tonumber(c[seat .. 'Received']) then
  redis.call('HSET', key('conversation', id), seat .. 'Received', seq)
  tell_others(c, seat, 'message:received', { conversationId = id, seat = seat, seq = seq })
end
return ok()
