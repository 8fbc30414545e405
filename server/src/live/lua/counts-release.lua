--#include call said
-- Once in each hour: moves what was counted since the last time into a batch, which waits here until the ledger has applied
-- it (rules T1, T2). A batch is made also if nothing was counted, so that it does not tell whether something was. Of what
-- seekers said, only cells with at least `atLeast` are moved; the rest waits, and is deleted after `saidKeptMs`. Cells of a
-- figure are moved only if at least `atLeast` new counts of it have come since the last time. Otherwise a batch would tell
-- what the only seeker of its hour had said. Busy time is moved only if at least `atLeast` seekers have left.
-- KEYS[1] root
-- args    hour: number (the present one); nextBatch: string (fresh id); now, atLeast, saidKeptMs: number
-- ok      {}
local hour, now = args.hour, args.now
local countsKey, batchesKey = key('counts'), key('count-batches')

-- Whole quarters of an hour; the rest is carried over.
local function add_staff(counts, counting)
  local minutes = tonumber(counting.staff) or 0
  local quarters = math.floor(minutes / 15)
  if quarters > 0 then
    counts['staff ' .. whole(hour - 1)] = quarters
    redis.call('HSET', countingKey, 'staff', whole(minutes - 15 * quarters))
  end
end

local counting = read(countingKey)
if not counting or counting.batch == '' then
  redis.call('HSET', countingKey, 'batch', args.nextBatch, 'after', '', 'from', whole(hour), 'saidSince', whole(now))
-- Much earlier than the last one: the clock was ahead then, and has been set back.
elseif hour > tonumber(counting.from) or hour < tonumber(counting.from) - 1 then
  local counts = read(countsKey) or {}
  for cell, number in pairs(counts) do
    counts[cell] = tonumber(number)
  end
  add_staff(counts, counting)
  local said = take_said(counting, args.atLeast)
  said.busy = take_busy(args.atLeast)
  local batch = {
    after = counting.after, from = tonumber(counting.from), to = hour, lostTo = tonumber(counting.lostTo),
    counts = counts, said = said,
  }
  redis.call('DEL', countsKey)
  redis.call('HSET', batchesKey, counting.batch, cjson.encode(batch))
  redis.call('PEXPIRE', batchesKey, args.saidKeptMs)
  redis.call('HSET', countingKey, 'batch', args.nextBatch, 'after', counting.batch, 'from', whole(hour))
  redis.call('HDEL', countingKey, 'lostTo')
  age_said(counting, now, args.saidKeptMs)
end

return ok()
