-- Moves the counts of each month that has at least `atLeast` answers, enough to hide any single one, into one new batch.
-- Batches wait here until the ledger has applied them (rule T6).
-- KEYS[1] root
-- ARGV    batchId: string; atLeast, keepMs: numbers; then the months
-- ok      [id of each batch that waits, …]
local batchId, atLeast, keepMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local batchesKey = key('feedback-batches')

local counts = {}
for i = 4, #ARGV do
  local countsKey = key('feedback-counts', ARGV[i])
  if (tonumber(redis.call('HGET', countsKey, 'answers')) or 0) >= atLeast then
    for name, number in pairs(read(countsKey)) do
      counts[name] = name ~= 'answers' and tonumber(number) or nil
    end
    redis.call('DEL', countsKey)
  end
end
if next(counts) then
  redis.call('HSET', batchesKey, batchId, cjson.encode(counts))
  redis.call('PEXPIRE', batchesKey, keepMs)
end
local waiting = redis.call('HKEYS', batchesKey)
return { 'ok', #waiting == 0 and '[]' or cjson.encode(waiting) }
