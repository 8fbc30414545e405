--#include call participants call-of marks calls
-- The volunteer calls the leaders on duty, for help or because a life is in danger. `danger` raises a call for help, and
-- marks the conversation as danger (rules V4, C17). Idempotent.
-- KEYS[1] root
-- args    conversation, staff: string; kind: string ('help' | 'danger'); now, silenceNudgeMs: number
-- ok      { call } · not_found
local id, kind, now = args.conversation, args.kind, args.now

local c = as_participant(id, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
end
local isFirst = c.callKind == ''
if isFirst or kind == 'danger' and c.callKind ~= 'danger' then
  c.callKind, c.callAt = kind, isFirst and whole(now) or c.callAt
  redis.call('HSET', key('conversation', id), 'callKind', kind, 'callAt', c.callAt)
  redis.call('HINCRBY', key('conversation', id), 'marks', '1')
  redis.call('ZADD', key('calls'), c.callAt, id)
  if isFirst then
    open_call(id, c, now)
  end
  tell_leaders(now)
end
if kind == 'danger' then
  set_mark(id, c, 'marked', true, now, args.silenceNudgeMs)
end
return ok({ call = call_of(c, now) })
