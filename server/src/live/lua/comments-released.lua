-- Returns the comments of all released batches (rule T6).
-- KEYS[1] root
-- ok      ['<id> <text>', …], in no order
local comments = {}
for _, batch in ipairs(redis.call('LRANGE', key('comments-released'), 0, -1)) do
  for _, comment in ipairs(redis.call('SMEMBERS', key('comments', batch))) do
    table.insert(comments, comment)
  end
end
return { 'ok', #comments > 0 and cjson.encode(comments) or '[]' }
