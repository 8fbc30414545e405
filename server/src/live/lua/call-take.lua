--#include call call-of calls
-- A leader on duty takes another volunteer's call (rule V4), with the key of a tab (rule E5). Idempotent.
-- KEYS[1] root
-- args    conversation, staff, publicKey: string; aside: string? (it goes on, if it is the call's); now: number
-- ok      { call } · not_found (no call) · wrong_state (not a leader on duty, the own call, or another has taken it)
local id, staff, now = args.conversation, args.staff, args.now

if redis.call('SISMEMBER', key('leaders'), staff) == 0 then
  return { 'wrong_state' }
end
local c = read(key('conversation', id))
if not c or c.callKind == '' then
  return { 'not_found' }
elseif c.volunteer == staff or c.callBy ~= '' and c.callBy ~= staff then
  return { 'wrong_state' }
end
local isFirst, wasEscalated = c.callBy == '', c.callEscalated == '1'
if c.callKey ~= args.publicKey or isFirst then
  set_taker(id, c, staff, fields(key('volunteer', staff), 'alias'), args.publicKey, now, args.aside)
end
if isFirst then
  tell_leaders(now, wasEscalated)
end
return ok({ call = call_of(c, now) })
