--#include call participants key-epochs asides calls deadlines
-- The volunteer withdraws the call (rule V4). Idempotent.
-- KEYS[1] root
-- args    conversation, staff: string; now: number
-- ok      {} · not_found
local id = args.conversation

local c = as_participant(id, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
end
if c.callKind ~= '' then
  end_visit(id, c, args.now)
  end_aside(c)
  redis.call('HSET', key('conversation', id), 'callKind', '', 'callAt', '', 'callBy', '', 'callByAlias', '',
    'callKey', '', 'callAside', '', 'callEscalated', '')
  redis.call('HINCRBY', key('conversation', id), 'marks', '1')
  clear_deadline('escalate', id)
  tell_leaders(args.now, c.callEscalated == '1')
end
return ok()
