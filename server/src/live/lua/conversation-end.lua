--#include queue participants silence conversations
-- A participant ends the conversation (rules C10, A6). While the seeker is away, the volunteer can end it only after
-- seekerLostMs; the reason is then 'seeker_lost' (rule C5).
-- KEYS[1] root
-- ARGV    conversation, side, participant: strings; reason: the seeker's ('seeker' | 'keys_differ' | 'exit') or
--         'volunteer'; lastMessage: JSON or ''; now, seekerLostMs, wrapUpMs, tombstoneMs: numbers
-- ok      { ended: reason } · not_found · wrong_state, ms left (the seeker may still come back)
local id, side, participant, reason, lastMessage = unpack(ARGV, 1, 5)
local now, seekerLostMs, wrapUpMs, tombstoneMs =
  tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])

local c = as_participant(id, side, participant)
if not c then
  return { 'not_found' }
end
if side == 'volunteer' and c.seekerLostAt ~= '' then
  local left = seekerLostMs - (now - c.seekerLostAt)
  if left > 0 then
    return { 'wrong_state', whole(left) }
  end
  reason = 'seeker_lost'
end
end_conversation(id, c, reason, lastMessage, now, wrapUpMs, tombstoneMs)
return { 'ok', '{"ended":"' .. reason .. '"}', unpack(over) }
