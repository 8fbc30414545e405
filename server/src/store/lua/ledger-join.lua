-- Uses an invite up, adds the person and signs them in, in one step (rules S1, S2). On the ledger.
-- KEYS[1] root
-- ARGV    invite: SHA-256 of its token; staff: fresh id; alias: string; session: SHA-256 of a fresh token; sessionMs
-- ok      { id } · not_found (used, expired, unknown, or meant for the very first person when there is one)
local inviteId, staff, alias, session, sessionMs = unpack(ARGV, 1, 5)
local inviteKey = key('invite', inviteId)

local profile, first = fields(inviteKey, 'profile', 'first')
redis.call('DEL', inviteKey)
if profile == '' or (first == '1' and redis.call('HLEN', key('staff')) > 0) then
  return { 'not_found' }
end
redis.call('HSET', key('staff'), staff, '{"alias":' .. cjson.encode(alias) .. ',' .. string.sub(profile, 2))
redis.call('SET', key('session', session), staff, 'PX', sessionMs)
return { 'ok', '{"id":"' .. staff .. '"}' }
