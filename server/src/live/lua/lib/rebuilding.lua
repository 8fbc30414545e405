--#include participants log
-- The log after a data loss, while both sides hand in their copies, and afterwards (rules F3, C14).

-- Entries that are read at a time.
local CHECKED_AT_ONCE = 100

-- Writes a side's copies of messages into the log. The log is known up to `base`: an empty place there has no message.
local function take_copies(logKey, messages, base)
  local length = redis.call('LLEN', logKey)
  for _, message in ipairs(messages) do
    while length < message.seq do
      length = redis.call('RPUSH', logKey, '')
    end
    if message.seq > base and redis.call('LINDEX', logKey, message.seq - 1) == '' then
      redis.call('LSET', logKey, message.seq - 1, message.entry)
    end
  end
end

-- Adds empty places to the log. Returns its length.
local function add_places(logKey, count)
  for _ = 1, count do
    redis.call('RPUSH', logKey, '')
  end
  return redis.call('LLEN', logKey)
end

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
-- the sequence number `furthest`. A counter for which there is no place left is lowered: without the place, the next
-- check would empty later messages of this side. Returns the length of the log.
local function complete_log(id, c, furthest)
  local logKey, missing = key('log', id), 0
  local highest, free = check_entries(logKey)
  local room = math.max(0, furthest - redis.call('LLEN', logKey))
  for _, side in ipairs(SIDES) do
    local known = highest[side] + free[side]
    local sent = math.min(math.max(highest[side], c[side .. 'Sent']), known + room)
    redis.call('HSET', key('conversation', id), side .. 'Sent', whole(sent))
    missing = math.max(missing, sent - known)
  end
  return add_places(logKey, missing)
end

-- Raises a side's counter in a complete log, with an empty place for each message that nobody has, up to the sequence
-- number `furthest`. Returns the length of the log; nil if nothing changed.
local function raise_sent(id, c, side, sent, furthest)
  local logKey = key('log', id)
  local more = math.min(sent - c[side .. 'Sent'], furthest - redis.call('LLEN', logKey))
  if more <= 0 then
    return nil
  end
  redis.call('HINCRBY', key('conversation', id), side .. 'Sent', more)
  return add_places(logKey, more)
end
