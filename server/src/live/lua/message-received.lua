--#include call participants
-- One side has shown every message up to `seq`; the other side is notified.
-- KEYS[1] root
-- args    conversation, side, participant: string; seq: number
-- ok      {} · not_found · wrong_state (no message has that number yet)
local id, side, seq = args.conversation, args.side, args.seq

local c = as_participant(id, side, args.participant)
if not c then
  return { 'not_found' }
elseif seq > redis.call('LLEN', key('log', id)) then
  return { 'wrong_state' }
end
if seq > tonumber(c[side .. 'Received']) then
  redis.call('HSET', key('conversation', id), side .. 'Received', seq)
  tell_side(c, OTHER[side], 'message:received', { conversationId = id, seq = seq })
end
return ok()
