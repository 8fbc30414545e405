--#include call deadlines
-- The page reported that its tab closes: a waiting seeker's place is kept only long enough for a reload (rule Q6).
-- KEYS[1] root
-- args    seeker: string; now, closingTabMs: number
-- ok      {} · wrong_state (no live ticket)
local ticket, connection = fields(key('seeker', args.seeker), 'ticket', 'connection')
if ticket == '' then
  return { 'wrong_state' }
end
-- The beacon may arrive before the disconnect, which then reads `closingAt`, or after it.
redis.call('HSET', key('seeker', args.seeker), 'closingAt', args.now)
if connection == '' then
  hasten_deadline('place', args.seeker, args.now + args.closingTabMs)
end
return ok()
