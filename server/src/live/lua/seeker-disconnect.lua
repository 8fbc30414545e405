--#include call presence connections held deadlines
-- The session's connection has ended: its place in the queue or its seat is kept for a while (rules Q6, C5).
-- KEYS[1] root
-- args    seeker, node, connection: string; now, placeKeptMs, closingTabMs, seekerLostMs: number
-- ok      {} · wrong_state (another connection has taken over, or the session has ended)
local seeker, now = args.seeker, args.now

local session = read(key('seeker', seeker))
if not is_current(session, args.node, args.connection) then
  release_stale_connection(session, args.node, 'seeker', seeker)
  return { 'wrong_state' }
end
redis.call('HSET', key('seeker', seeker), 'node', '', 'connection', '', 'lostAt', now)
let_go(args.node, 'seeker', seeker)
if session.conversation ~= '' then
  go_away(session.conversation, read(key('conversation', session.conversation)), 'seeker', now, args.seekerLostMs)
else
  local closing = session.closingAt ~= '' and now - session.closingAt < args.closingTabMs
  set_deadline('place', seeker, now + (closing and args.closingTabMs or args.placeKeptMs))
end
return ok()
