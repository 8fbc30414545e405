-- Lists the sign-ins of the holder of this one, and ends some of them in the same step if asked to. On the ledger.
-- KEYS[1] root
-- ARGV    session: SHA-256 of the asking token; finish: SHA-256 of the one to end, 'others', or ''; now, signInMs,
--         adminIdleMs: ms
-- ok      [id, openedAt, device, …] of the remaining ones, as one flat list · not_found (the asking one, or the one to
--         end, is not valid)
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
