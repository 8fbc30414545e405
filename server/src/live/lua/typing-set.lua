--#include participants
-- Forwards the typing state to the other side; nothing is stored (rule C6).
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
