--#include call volunteers
-- Lists the connected colleagues on duty, to whom a conversation could be transferred (rule C11).
-- KEYS[1] root
-- args    staff: string (who asks, and is left out)
-- ok      [{ id, alias, leads, free }], by alias
local colleagues = {}
for _, id in ipairs(redis.call('SMEMBERS', key('duty'))) do
  local volunteer = read(key('volunteer', id))
  if id ~= args.staff and volunteer and volunteer.connection ~= '' then
    local free = is_free_for_transfer(id, volunteer)
    table.insert(colleagues, { id = id, alias = volunteer.alias, leads = volunteer.leads == '1', free = free })
  end
end
table.sort(colleagues, function(a, b)
  return a.alias < b.alias or a.alias == b.alias and a.id < b.id
end)
return ok_list(colleagues)
