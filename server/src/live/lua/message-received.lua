--#include participants
-- One side has shown every message up to `seq`; the other side is notified.
-- KEYS[1] root
-- ARGV    conversation, side, participant: strings; seq: number
-- ok      {} · not_found · wrong_state (no message has that number yet)
local id, side, participant, seq = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])

local c, other, node = as_participant(id, side, participant)
if not c then
  return { 'not_found' }
elseif seq > redis.call('LLEN', key('log', id)) then
  return { 'wrong_state' }
end
if seq > tonumber(c[side .. 'Received']) then
  redis.call('HSET', key('conversation', id), side .. 'Received', seq)
  tell(node, other, 'message:received', '{"conversationId":"' .. id .. '","seq":' .. seq .. '}')
end
return { 'ok', '{}' }
