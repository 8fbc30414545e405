-- Applies one part of a migration, or finishes it, for the process that holds the lock. On the ledger.
-- KEYS[1] root
-- ARGV    token: of the lock; lockMs: its lifetime from now on; schema: number reached by the last part, otherwise '';
--         then each write: number of words, command, key without its root, arguments
-- ok      done · wrong_state (another process holds the lock)
--#include writes
local token, lockMs, schema = unpack(ARGV, 1, 3)
local lockKey = key('lock')

if redis.call('GET', lockKey) ~= token then
  return { 'wrong_state' }
end
apply(4)
if schema == '' then
  redis.call('PEXPIRE', lockKey, lockMs)
else
  redis.call('SET', key('schema'), schema)
  redis.call('DEL', lockKey)
end
return { 'ok' }
