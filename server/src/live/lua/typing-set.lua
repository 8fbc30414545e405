--#include call participants
-- Forwards the typing state to the other side; nothing is stored (rule C6).
-- KEYS[1] root
-- args    conversation, side, participant: string; typing: boolean
-- ok      {} · not_found
local c = as_participant(args.conversation, args.side, args.participant)
if not c then
  return { 'not_found' }
end
tell_side(c, OTHER[args.side], 'typing:changed', { conversationId = args.conversation, typing = args.typing })
return ok()
