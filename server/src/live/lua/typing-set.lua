--#include call participants
-- Forwards the typing state to the other seats; nothing is stored (rule C6).
-- KEYS[1] root
-- args    conversation, seat, participant: string; typing: boolean
-- ok      {} · not_found
local c = as_participant_of_any(args.conversation, args.seat, args.participant)
if not c then
  return { 'not_found' }
end
tell_others(c, args.seat, 'typing:changed', {
  conversationId = args.conversation, seat = args.seat, typing = args.typing,
})
return ok()
