--#include call
-- Returns the comments of all released batches (rule T6).
-- KEYS[1] root
-- args    none
-- ok      ['<id> <text>', …], in no order
local comments = {}
for _, batch in ipairs(redis.call('LRANGE', key('comments-released'), 0, -1)) do
  for _, comment in ipairs(redis.call('SMEMBERS', key('comments', batch))) do
    table.insert(comments, comment)
  end
end
return ok_list(comments)
