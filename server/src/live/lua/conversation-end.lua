--#include call participants ending
-- A participant ends the conversation (rules C10, A6). While the seeker is away, the volunteer can end it only after
-- seekerLostMs; the reason is then 'seeker_lost' (rule C5).
-- KEYS[1] root
-- args    conversation, seat, participant: string; reason: string (the seeker's: 'seeker' | 'keys_differ' | 'exit', or
--         'volunteer'); lastMessage: object?; now, seekerLostMs, wrapUpMs, tombstoneMs: number
-- ok      { ended: reason } · not_found · wrong_state, ms left (the seeker may still come back)
local id, now, reason = args.conversation, args.now, args.reason

local c = as_participant(id, args.seat, args.participant)
if not c then
  return { 'not_found' }
end
if args.seat == 'volunteer' and c.seekerLostAt ~= '' then
  local left = args.seekerLostMs - (now - c.seekerLostAt)
  if left > 0 then
    return { 'wrong_state', whole(left) }
  end
  reason = 'seeker_lost'
end
end_conversation(id, c, reason, args.lastMessage, now, args.wrapUpMs, args.tombstoneMs)
return ok({ ended = reason })
