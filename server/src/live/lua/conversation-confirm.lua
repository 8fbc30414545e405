--#include call kinds participants
-- Stores the key confirmation of the tab that derived the keys from the volunteer's encapsulation: the seeker's, or in an
-- aside the leader's. It proves that both tabs hold the same keys (rule E3).
-- KEYS[1] root
-- args    conversation, participant, confirmation: string
-- ok      {} · not_found · wrong_state (a different confirmation is already stored)
local c = read(key('conversation', args.conversation))
local seat = c and kind_of(c).confirms
if not c or c[seat] ~= args.participant then
  return { 'not_found' }
end
local name = seat .. 'Confirmation'
if c[name] ~= '' and c[name] ~= args.confirmation then
  return { 'wrong_state' }
end
redis.call('HSET', key('conversation', args.conversation), name, args.confirmation)
tell_seat(c, 'volunteer', 'conversation:confirmed',
  { conversationId = args.conversation, confirmation = args.confirmation })
return ok()
