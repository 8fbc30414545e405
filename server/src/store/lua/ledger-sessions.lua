-- The sign-ins of whoever holds this one, some of which may be ended at the same step. On the ledger.
-- KEYS[1] root
-- ARGV    session: SHA-256 of the token that asks; finish: SHA-256 of one to be ended, 'others', or '';
--         now, signInMs, adminIdleMs: ms
-- ok      [id, openedAt, device, …] of those that are left, as one list · not_found (neither this one nor that one stands)
--#include sign-ins
local session, finish = ARGV[1], ARGV[2]
local now, signInMs, adminIdleMs = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local own = sign_in(session, now, signInMs, adminIdleMs)
if not own then
  return { 'not_found' }
end
local listKey = key('sessions', own.staff)
local left, ended = {}, false
for _, id in ipairs(redis.call('SMEMBERS', listKey)) do
  local found = sign_in(id, now, signInMs, adminIdleMs)
  if found and (finish == id or (finish == 'others' and id ~= session)) then
    redis.call('DEL', key('session', id))
    found, ended = nil, true
  end
  if found then
    for _, value in ipairs({ id, found.openedAt, found.device }) do
      table.insert(left, value)
    end
  else
    redis.call('SREM', listKey, id)
  end
end
if finish ~= '' and finish ~= 'others' and not ended then
  return { 'not_found' }
end
return { 'ok', #left == 0 and '[]' or cjson.encode(left) }
