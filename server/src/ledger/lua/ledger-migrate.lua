--#include call writes
-- Applies one part of a migration, or finishes it, for the process that holds the lock. On the ledger.
-- KEYS[1] root
-- args    token: string (of the lock); lockMs: number (its lifetime from now on); schema: number? (reached by the last
--         part); writes: list (see writes.lua)
-- ok      {} · wrong_state (another process holds the lock)
local lockKey = key('lock')

if redis.call('GET', lockKey) ~= args.token then
  return { 'wrong_state' }
end
apply(args.writes)
if args.schema then
  redis.call('SET', key('schema'), args.schema)
  redis.call('DEL', lockKey)
else
  redis.call('PEXPIRE', lockKey, args.lockMs)
end
return ok()
