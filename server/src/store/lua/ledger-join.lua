-- Uses an invite up and adds the person, in one step (rule S1). On the ledger.
-- KEYS[1] root
-- ARGV    invite: SHA-256 of its token; staff: fresh id; alias: string
-- ok      { id } · not_found (used, expired or unknown)
local inviteId, staff, alias = ARGV[1], ARGV[2], ARGV[3]

local invite = redis.call('GETDEL', key('invite', inviteId))
if not invite then
  return { 'not_found' }
end
redis.call('HSET', key('staff'), staff, '{"alias":' .. cjson.encode(alias) .. ',' .. string.sub(invite, 2))
return { 'ok', '{"id":"' .. staff .. '"}' }
