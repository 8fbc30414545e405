--#include participants
-- Stores the seeker's key confirmation, which proves that both tabs hold the same keys (rule E3).
-- KEYS[1] root
-- ARGV    conversation, seeker, confirmation: strings
-- ok      {} · not_found · wrong_state (a different confirmation is already stored)
local id, seeker, confirmation = ARGV[1], ARGV[2], ARGV[3]

local c, other, node = as_participant(id, 'seeker', seeker)
if not c then
  return { 'not_found' }
elseif c.seekerConfirmation ~= '' and c.seekerConfirmation ~= confirmation then
  return { 'wrong_state' }
end
redis.call('HSET', key('conversation', id), 'seekerConfirmation', confirmation)
tell(node, other, 'conversation:confirmed',
  '{"conversationId":"' .. id .. '","confirmation":"' .. confirmation .. '"}')
return { 'ok', '{}' }
