-- Applies a change, with its entry in the audit log, if nothing has changed since it was made out. On the ledger.
-- KEYS[1] root
-- ARGV    version: that it was made out upon; hash and entry: of the audit log, '' for none;
--         then each write: how many words, command, key without its root, arguments
-- ok      done · wrong_state (something has changed)
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
