-- A part of a migration, or its end, by whoever holds the lock. On the ledger.
-- KEYS[1] root
-- ARGV    token: of the lock; lockMs: that it is good for from now; schema: reached now, or '' before the end;
--         then each write: how many words, command, key without its root, arguments
-- ok      done · wrong_state (somebody else holds the lock)
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
