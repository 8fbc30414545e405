--#include call
-- Once in each hour: moves what was counted since the last time into a batch, which waits here until the ledger has applied
-- it (rules T1, T2). A batch is made also if nothing was counted, so that it does not tell whether something was. Of what
-- seekers said, only cells with at least `atLeast` are moved; the rest waits, and is deleted after `saidKeptMs`.
-- KEYS[1] root
-- args    hour: number (the present one); nextBatch: string (fresh id); now, atLeast, saidKeptMs: number
-- ok      {}
local hour, now = args.hour, args.now
local countingKey, countsKey, batchesKey = key('counting'), key('counts'), key('count-batches')
local saidKey, earlierKey = key('said'), key('said-earlier')

-- Takes the cells of `said` that are enough. Their counts are those of the last 15 to 30 days.
local function take_said()
  local said, earlier, taken = read(saidKey) or {}, read(earlierKey) or as_record({}), {}
  for cell, number in pairs(said) do
    local sum = number + (tonumber(earlier[cell]) or 0)
    if sum >= args.atLeast then
      taken[cell] = sum
      redis.call('HDEL', saidKey, cell)
      redis.call('HDEL', earlierKey, cell)
    end
  end
  return taken
end

-- What is left becomes the earlier half after half the time, and is deleted with it.
local function age_said(counting)
  if not tonumber(counting.saidSince) or now - counting.saidSince >= args.saidKeptMs / 2 then
    redis.call('DEL', earlierKey)
    if redis.call('EXISTS', saidKey) == 1 then
      redis.call('RENAME', saidKey, earlierKey)
      redis.call('PEXPIRE', earlierKey, whole(args.saidKeptMs / 2))
    end
    redis.call('HSET', countingKey, 'saidSince', whole(now))
  end
end

-- Whole quarters of an hour; the rest is carried over, so that no batch tells how long one conversation lasted.
local function add_staff(counts, counting)
  for _, as in ipairs({ 'ready', 'busy' }) do
    local minutes = tonumber(counting[as]) or 0
    local quarters = math.floor(minutes / 15)
    if quarters > 0 then
      counts['staff ' .. whole(hour - 1) .. ' ' .. as] = quarters
      redis.call('HSET', countingKey, as, whole(minutes - 15 * quarters))
    end
  end
end

local counting = read(countingKey)
if not counting or counting.batch == '' then
  redis.call('HSET', countingKey, 'batch', args.nextBatch, 'after', '', 'from', whole(hour), 'saidSince', whole(now))
elseif hour > tonumber(counting.from) then
  local counts = read(countsKey) or {}
  for cell, number in pairs(counts) do
    counts[cell] = tonumber(number)
  end
  add_staff(counts, counting)
  local batch = {
    after = counting.after, from = tonumber(counting.from), to = hour, lostTo = tonumber(counting.lostTo),
    counts = counts, said = take_said(),
  }
  redis.call('DEL', countsKey)
  redis.call('HSET', batchesKey, counting.batch, cjson.encode(batch))
  redis.call('PEXPIRE', batchesKey, args.saidKeptMs)
  redis.call('HSET', countingKey, 'batch', args.nextBatch, 'after', counting.batch, 'from', whole(hour))
  redis.call('HDEL', countingKey, 'lostTo')
  age_said(counting)
end

return ok()
