--#include call volunteers participants marks
-- The volunteer sets or removes a mark: danger, or held open (rules C9, C17, O8).
-- KEYS[1] root
-- args    conversation, staff: string; mark: string ('marked' as danger | 'held'); on: boolean; now, silenceNudgeMs:
--         number
-- ok      { danger, held } · not_found
local c = as_participant(args.conversation, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
end
set_mark(args.conversation, c, args.mark, args.on, args.now, args.silenceNudgeMs)
return ok({ danger = is_danger(c), held = c.held == '1' })
