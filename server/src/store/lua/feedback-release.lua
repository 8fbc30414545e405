-- Hands out what was counted after conversations, of each month that has enough answers to tell nobody's from the others'
-- (rule T6). It is no longer here then: the asker counts it in the ledger.
-- KEYS[1] root
-- ARGV    atLeast; then the months
-- ok      { field → number }
local atLeast = tonumber(ARGV[1])

local counts = {}
for i = 2, #ARGV do
  local countsKey = key('feedback-counts', ARGV[i])
  if (tonumber(redis.call('HGET', countsKey, 'answers')) or 0) >= atLeast then
    for name, number in pairs(read(countsKey)) do
      counts[name] = name ~= 'answers' and tonumber(number) or nil
    end
    redis.call('DEL', countsKey)
  end
end
return { 'ok', next(counts) and cjson.encode(counts) or '{}' }
