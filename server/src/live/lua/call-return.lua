--#include call calls
-- A leader hands a call back: all leaders on duty are called again (rule V4). It changes nothing if this leader has not
-- taken it.
-- KEYS[1] root
-- args    conversation, staff: string; now: number
-- ok      {} · not_found (no call)
local id, now = args.conversation, args.now

local c = read(key('conversation', id))
if not c or c.callKind == '' then
  return { 'not_found' }
end
if c.callBy == args.staff then
  set_taker(id, c, '', '', '', now)
  tell_leaders(now)
end
return ok()
