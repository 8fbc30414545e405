-- What seekers said, on its way to the ledger (rule T1; see counts.lua).
local countingKey, saidKey, earlierKey = key('counting'), key('said'), key('said-earlier')

local function figure_of(cell)
  return string.match(cell, '^%S+')
end

-- Takes the cells that are enough. Their counts are those of the last 15 to 30 days. `left <figure>` in `counting`: how much
-- of its present cells in `said` had been said when cells of it were last taken; negative if that was before they began.
local function take_said(counting, atLeast)
  local said, earlier = read(saidKey) or as_record({}), read(earlierKey) or as_record({})
  local cells, sums, left, taken = {}, {}, {}, {}
  for cell, number in pairs(earlier) do
    cells[cell] = tonumber(number)
  end
  for cell, number in pairs(said) do
    local figure = figure_of(cell)
    cells[cell] = (cells[cell] or 0) + number
    sums[figure] = (sums[figure] or 0) + number
  end
  for cell, sum in pairs(cells) do
    local figure = figure_of(cell)
    local all = sums[figure] or 0
    if figure ~= 'busy' and sum >= atLeast and all - (tonumber(counting['left ' .. figure]) or 0) >= atLeast then
      taken[cell] = sum
      left[figure] = (left[figure] or all) - (tonumber(said[cell]) or 0)
      redis.call('HDEL', saidKey, cell)
      redis.call('HDEL', earlierKey, cell)
    end
  end
  for figure, number in pairs(left) do
    redis.call('HSET', countingKey, 'left ' .. figure, whole(number))
  end
  return taken
end

-- Takes the busy time in quarters of an hour, if enough seekers have left since it was last taken. All of it is taken,
-- rounded: a rest would be of no whole conversation.
local function take_busy(atLeast)
  local function sum_of(cell)
    return (tonumber(redis.call('HGET', saidKey, cell)) or 0) + (tonumber(redis.call('HGET', earlierKey, cell)) or 0)
  end
  local quarters = math.floor(sum_of('busy minutes') / 15 + 0.5)
  if quarters < atLeast or sum_of('busy ends') < atLeast then
    return nil
  end
  for _, hash in ipairs({ saidKey, earlierKey }) do
    redis.call('HDEL', hash, 'busy minutes', 'busy ends')
  end
  return quarters
end

-- What is left becomes the earlier half after half the time, and is deleted with it.
local function age_said(counting, now, saidKeptMs)
  if not tonumber(counting.saidSince) or now - counting.saidSince >= saidKeptMs / 2 then
    redis.call('DEL', earlierKey)
    if redis.call('EXISTS', saidKey) == 1 then
      redis.call('RENAME', saidKey, earlierKey)
      redis.call('PEXPIRE', earlierKey, whole(saidKeptMs / 2))
      for cell, number in pairs(read(earlierKey)) do
        if figure_of(cell) ~= 'busy' then
          redis.call('HINCRBY', countingKey, 'left ' .. figure_of(cell), -number)
        end
      end
    end
    redis.call('HSET', countingKey, 'saidSince', whole(now))
  end
end
