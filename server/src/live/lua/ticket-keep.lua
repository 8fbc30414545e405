--#include call tickets deadlines
-- The seeker answers "still waiting?" with yes. The question is asked again after stillWaitingAskMs (rule Q7).
-- KEYS[1] root
-- args    seeker: string; now, stillWaitingAskMs, liveKeyMs: number
-- ok      ticket row · wrong_state (no live ticket)
local id = fields(key('seeker', args.seeker), 'ticket')
if id == '' then
  return { 'wrong_state' }
end
redis.call('HDEL', key('asked'), id)
redis.call('PEXPIRE', key('ticket', id), args.liveKeyMs)
redis.call('PEXPIRE', key('seeker', args.seeker), args.liveKeyMs)
set_deadline('ask', id, args.now + args.stillWaitingAskMs)
return ok(ticket_row(id, read(key('ticket', id)), args.now))
