--#include call participants
-- Stores the seeker's key confirmation, which proves that both tabs hold the same keys (rule E3).
-- KEYS[1] root
-- args    conversation, seeker, confirmation: string
-- ok      {} · not_found · wrong_state (a different confirmation is already stored)
local c = as_participant(args.conversation, 'seeker', args.seeker)
if not c then
  return { 'not_found' }
elseif c.seekerConfirmation ~= '' and c.seekerConfirmation ~= args.confirmation then
  return { 'wrong_state' }
end
redis.call('HSET', key('conversation', args.conversation), 'seekerConfirmation', args.confirmation)
tell_seat(c, 'volunteer', 'conversation:confirmed',
  { conversationId = args.conversation, confirmation = args.confirmation })
return ok()
