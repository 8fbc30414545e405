--#include participants log
-- The log after a data loss, once all sides have handed in their copies (rules F3, C14).

-- Entries that are read at a time.
local CHECKED_AT_ONCE = 100

-- Empties entries that cannot be right. A side's counters increase with the sequence number, and there is an empty place
-- for each counter that is left out. So one side's copies cannot raise the other side's counter above the number of
-- messages that it can have sent. Returns by side the highest counter and the number of empty places after it.
local function check_entries(logKey)
  local highest, free = {}, {}
  for _, side in ipairs(SIDES) do
    highest[side], free[side] = 0, 0
  end
  for first = 0, redis.call('LLEN', logKey) - 1, CHECKED_AT_ONCE do
    for i, entry in ipairs(redis.call('LRANGE', logKey, first, first + CHECKED_AT_ONCE - 1)) do
      local from, counter = sender_of(entry)
      if from and counter > highest[from] and counter <= highest[from] + free[from] + 1 then
        highest[from], free[from] = counter, 0
      else
        for _, side in ipairs(SIDES) do
          free[side] = free[side] + 1
        end
        if from then
          redis.call('LSET', logKey, first + i - 1, '')
        end
      end
    end
  end
  return highest, free
end

-- Sets the counters of all sides, and adds empty places for messages that were sent and that nobody has any more, up to
-- the sequence number `furthest`. Returns the length of the log.
local function complete_log(id, c, furthest)
  local logKey, missing = key('log', id), 0
  local highest, free = check_entries(logKey)
  for _, side in ipairs(SIDES) do
    local sent = math.max(highest[side], c[side .. 'Sent'])
    redis.call('HSET', key('conversation', id), side .. 'Sent', whole(sent))
    missing = math.max(missing, sent - highest[side] - free[side])
  end
  local length = redis.call('LLEN', logKey)
  for _ = 1, math.min(missing, furthest - length) do
    length = redis.call('RPUSH', logKey, '')
  end
  return length
end
