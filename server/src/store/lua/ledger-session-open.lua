-- Opens a sign-in; one of nobody, if the person has gone meanwhile. On the ledger.
-- KEYS[1] root
-- ARGV    session: SHA-256 of a fresh token; staff: id; device: in words, or ''; now, signInMs: ms
-- ok
local session, staff, device, now, signInMs = unpack(ARGV, 1, 5)

local json = redis.call('HGET', key('staff'), staff)
if json then
  local generation = cjson.decode(json).signIns
  redis.call('HSET', key('session', session), 'staff', staff, 'generation', generation, 'openedAt', now, 'usedAt', now, 'device', device)
  redis.call('PEXPIRE', key('session', session), signInMs)
  redis.call('SADD', key('sessions', staff), session)
  -- As long as the one that was opened last.
  redis.call('PEXPIRE', key('sessions', staff), signInMs)
end
return { 'ok' }
