--#include call
-- Moves the counts of each month that has at least `atLeast` answers, enough to hide any single one, into one new batch.
-- Batches wait here until the ledger has applied them (rule T6).
-- KEYS[1] root
-- args    batchId: string; months: list; atLeast, feedbackKeptMs: number
-- ok      [id of each batch that waits, …]
local batchesKey = key('feedback-batches')

local counts = {}
for _, month in ipairs(args.months) do
  local countsKey = key('feedback-counts', month)
  if (tonumber(redis.call('HGET', countsKey, 'answers')) or 0) >= args.atLeast then
    for name, number in pairs(read(countsKey)) do
      counts[name] = name ~= 'answers' and tonumber(number) or nil
    end
    redis.call('DEL', countsKey)
  end
end
if next(counts) then
  redis.call('HSET', batchesKey, args.batchId, cjson.encode(counts))
  redis.call('PEXPIRE', batchesKey, args.feedbackKeptMs)
end
return ok_list(redis.call('HKEYS', batchesKey))
