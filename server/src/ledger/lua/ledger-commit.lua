-- Applies a change and its audit log entry, if the ledger has not changed since the change was prepared. On the ledger.
-- KEYS[1] root
-- ARGV    version: the version it is based on; hash and entry: of the audit log, '' for none; then each write: number
--         of words, command, key without its root, arguments
-- ok      done · wrong_state (the ledger has changed)
--#include writes
local version, hash, entry = unpack(ARGV, 1, 3)
local headKey = key('head')

if fields(headKey, 'version') ~= version then
  return { 'wrong_state' }
end
redis.call('HINCRBY', headKey, 'version', 1)
if entry ~= '' then
  redis.call('RPUSH', key('audit'), hash .. ' ' .. entry)
  redis.call('HINCRBY', headKey, 'number', 1)
  redis.call('HSET', headKey, 'hash', hash)
end
apply(4)
return { 'ok' }
