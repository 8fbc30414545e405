--#include call writes
-- Applies a change and its audit log entry, if the ledger has not changed since the change was prepared. On the ledger.
-- KEYS[1] root
-- args    version: string (the version it is based on); hash, entry: string? (of the audit log); writes: list (see
--         writes.lua)
-- ok      {} · wrong_state (the ledger has changed)
local headKey = key('head')

if fields(headKey, 'version') ~= args.version then
  return { 'wrong_state' }
end
redis.call('HINCRBY', headKey, 'version', 1)
if args.entry then
  redis.call('RPUSH', key('audit'), args.hash .. ' ' .. args.entry)
  redis.call('HINCRBY', headKey, 'number', 1)
  redis.call('HSET', headKey, 'hash', args.hash)
end
apply(args.writes)
return ok()
