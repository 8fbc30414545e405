--#include participants
-- Hands "is writing" on to the other side; nothing is kept (rule C6).
-- KEYS[1] root
-- ARGV    conversation, side, participant: strings; typing: 'true' | 'false'
-- ok      {} · not_found
local id, side, participant, typing = unpack(ARGV, 1, 4)

local c, other, node = as_participant(id, side, participant)
if not c then
  return { 'not_found' }
end
tell(node, other, 'typing:changed', '{"conversationId":"' .. id .. '","typing":' .. typing .. '}')
return { 'ok', '{}' }
