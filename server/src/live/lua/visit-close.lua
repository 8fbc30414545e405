--#include call key-epochs
-- The leader leaves the conversation, or the volunteer ends the visit (rule E5). Idempotent for the volunteer.
-- KEYS[1] root
-- args    conversation, staff: string; now: number
-- ok      {} · not_found
local c = as_participant(args.conversation, 'volunteer', args.staff)
  or as_participant(args.conversation, 'leader', args.staff)
if not c then
  return { 'not_found' }
end
end_visit(args.conversation, c, args.now)
return ok()
