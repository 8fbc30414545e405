--#include call
-- A seeker leaves whose session is unknown here, perhaps because an earlier epoch of the store lost it. From now on no
-- resume ticket of any seat restores it (rules F3, U3). It is published as a 'knows' message (see
-- ended-sessions-gossip.ts), so that a node that has just restored the session ends it.
-- KEYS[1] root
-- args    seeker: string; now, resumeMs: number
-- ok      {} · wrong_state (the session is known, or resume tickets are no longer valid in this epoch)
local bornAt = tonumber(fields(key('epoch'), 'bornAt')) or args.now
local isKnown = redis.call('EXISTS', key('seeker', args.seeker), key('tombstone', args.seeker)) > 0
if isKnown or args.now - bornAt > args.resumeMs then
  return { 'wrong_state' }
end
table.insert(over, typed_id('seeker', args.seeker))
redis.call('SPUBLISH', key('over'), 'knows\n' .. over[1])
return ok()
