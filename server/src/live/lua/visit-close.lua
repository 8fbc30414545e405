--#include call participants key-epochs
-- The leader leaves the conversation, or the volunteer ends the visit (rule E5). Idempotent: another visit goes on.
-- KEYS[1] root
-- args    conversation, staff, visit: string; now: number
-- ok      {} · not_found
local c = as_participant(args.conversation, 'volunteer', args.staff)
  or as_participant(args.conversation, 'leader', args.staff)
if not c then
  return { 'not_found' }
end
if cjson.decode(c.keyEpoch).visit == args.visit then
  end_visit(args.conversation, c, args.now)
end
return ok()
