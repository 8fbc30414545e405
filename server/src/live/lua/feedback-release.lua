-- Returns and deletes the counts of each month that has at least `atLeast` answers, enough to hide any single one (rule
-- T6). The caller adds them to the ledger.
-- KEYS[1] root
-- ARGV    atLeast; then the months
-- ok      { field → number }, {} if no month has enough
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
