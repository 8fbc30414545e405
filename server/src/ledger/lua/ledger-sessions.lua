--#include call sign-ins
-- Lists the sign-ins of the holder of this one, and ends some of them in the same step if asked to. On the ledger.
-- KEYS[1] root
-- args    session: string (SHA-256 of the asking token); finish: string? (SHA-256 of the one to end, or 'others'); now,
--         signInMs, adminIdleMs: number
-- ok      [{ id, openedAt, device }, …] of the remaining ones · not_found (the asking one, or the one to end, is not
--         valid)
local session, finish = args.session, args.finish

local own = sign_in(session, args.now, args.signInMs, args.adminIdleMs)
if not own then
  return { 'not_found' }
end
local listKey = key('sessions', own.staff)
local left, ended = {}, false
for _, id in ipairs(redis.call('SMEMBERS', listKey)) do
  local found = sign_in(id, args.now, args.signInMs, args.adminIdleMs)
  if found and (finish == id or (finish == 'others' and id ~= session)) then
    redis.call('DEL', key('session', id))
    found, ended = nil, true
  end
  if found then
    table.insert(left, { id = id, openedAt = tonumber(found.openedAt), device = found.device })
  else
    redis.call('SREM', listKey, id)
  end
end
if finish and finish ~= 'others' and not ended then
  return { 'not_found' }
end
return ok_list(left)
