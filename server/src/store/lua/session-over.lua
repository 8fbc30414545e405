-- Whoever leaves and is not known here may have been lost with an earlier life of the store: a resume ticket, of either
-- side, brings nothing of theirs back from now on (rules F3, U3). Nodes are told as of what they had missed: one that has
-- brought it back in this moment ends it.
-- KEYS[1] root
-- ARGV    seeker: string; now, resumeMs: numbers
-- ok      {} · wrong_state (known, or nothing comes back to this life of the store any more)
local seeker, now, resumeMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local bornAt = tonumber(fields(key('epoch'), 'bornAt')) or now
if redis.call('EXISTS', key('seeker', seeker), key('tombstone', seeker)) > 0 or now - bornAt > resumeMs then
  return { 'wrong_state' }
end
redis.call('SPUBLISH', key('over'), 'knows\nseeker ' .. seeker)
return { 'ok', '{}', 'seeker ' .. seeker }
