-- The page reported that its tab closes: a waiting seeker's place is kept only long enough for a reload (rule Q6).
-- KEYS[1] root
-- ARGV    seeker: string; now, closingMs: numbers
-- ok      {} · wrong_state (no live ticket)
local seeker, now, closingMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local ticket, connection = fields(key('seeker', seeker), 'ticket', 'connection')
if ticket == '' then
  return { 'wrong_state' }
end
-- The beacon may arrive before the disconnect, which then reads `closingAt`, or after it.
redis.call('HSET', key('seeker', seeker), 'closingAt', now)
if connection == '' then
  hasten_deadline('place', seeker, now + closingMs)
end
return { 'ok', '{}' }
