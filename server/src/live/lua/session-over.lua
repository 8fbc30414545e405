-- A seeker leaves whose session is unknown here, perhaps because an earlier epoch of the store lost it. From now on no
-- resume ticket of either side restores it (rules F3, U3). It is published as a 'knows' message (see over.ts), so that
-- a node that has just restored the session ends it.
-- KEYS[1] root
-- ARGV    seeker: string; now, resumeMs: numbers
-- ok      {} · wrong_state (the session is known, or resume tickets are no longer valid in this epoch)
local seeker, now, resumeMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local bornAt = tonumber(fields(key('epoch'), 'bornAt')) or now
if redis.call('EXISTS', key('seeker', seeker), key('tombstone', seeker)) > 0 or now - bornAt > resumeMs then
  return { 'wrong_state' }
end
redis.call('SPUBLISH', key('over'), 'knows\nseeker ' .. seeker)
return { 'ok', '{}', 'seeker ' .. seeker }
