--#include participants silence log deadlines
-- The log after a data loss, while the seats hand in their copies, and afterwards (rules F3, C14, C15).

-- Entries that are read at a time.
local CHECKED_AT_ONCE = 100

-- Writes a seat's copies of messages into the log. The log is known up to `base`: an empty place there has no message.
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

-- Empties entries that cannot be right. A seat's counters increase with the sequence number, and there is an empty place
-- for each counter that is left out. So copies of one seat cannot raise another seat's counter above the number of
-- messages that it can have sent. Returns by seat, of those that wrote, the highest counter and the number of empty places
-- before it; and the number of all empty places.
local function check_entries(logKey)
  local highest, before, empty = {}, {}, 0
  for first = 0, redis.call('LLEN', logKey) - 1, CHECKED_AT_ONCE do
    for i, entry in ipairs(redis.call('LRANGE', logKey, first, first + CHECKED_AT_ONCE - 1)) do
      local from, counter = sender_of(entry)
      local last = from and highest[from] or 0
      if from and counter > last and counter <= last + empty - (before[from] or 0) + 1 then
        highest[from], before[from] = counter, empty
      else
        empty = empty + 1
        if from then
          redis.call('LSET', logKey, first + i - 1, '')
        end
      end
    end
  end
  return highest, before, empty
end

-- Whether every seat has handed in its copies in this epoch of the store.
local function have_handed_in(c)
  for _, seat in ipairs(seats_of(c)) do
    if c[seat .. 'Epoch'] ~= c.epoch then
      return false
    end
  end
  return true
end

-- Completes the log: sets the counters of all seats, and adds empty places for messages that were sent and that nobody
-- has any more, up to the sequence number `furthest`. A counter for which there is no place left is lowered: without the
-- place, the next check would empty later messages of this seat. Returns the length of the log.
local function complete_log(id, c, furthest)
  local logKey, missing = key('log', id), 0
  local highest, before, empty = check_entries(logKey)
  local room = math.max(0, furthest - redis.call('LLEN', logKey))
  -- A resume ticket that was issued before a seat was taken does not name that seat.
  for seat in pairs(highest) do
    if not was_ever_taken(c, seat) then
      c.left = c.left .. ',' .. seat
      redis.call('HSET', key('conversation', id), 'left', c.left)
    end
  end
  for _, seat in ipairs(seats_ever(c)) do
    local counter = highest[seat] or 0
    local known = counter + empty - (before[seat] or 0)
    local sent = math.min(math.max(counter, tonumber(c[seat .. 'Sent']) or 0), known + room)
    redis.call('HSET', key('conversation', id), seat .. 'Sent', whole(sent))
    missing = math.max(missing, sent - known)
  end
  redis.call('HSET', key('conversation', id), 'whole', c.epoch)
  c.whole = c.epoch
  return add_places(logKey, missing)
end

-- Raises a seat's counter in a complete log, with an empty place for each message that nobody has, up to the sequence
-- number `furthest`. Returns the length of the log; nil if nothing changed.
local function raise_sent(id, c, seat, sent, furthest)
  local logKey = key('log', id)
  local more = math.min(sent - c[seat .. 'Sent'], furthest - redis.call('LLEN', logKey))
  if more <= 0 then
    return nil
  end
  redis.call('HINCRBY', key('conversation', id), seat .. 'Sent', more)
  return add_places(logKey, more)
end

local function tell_rebuilt(id, c, lastSeq)
  for _, seat in ipairs(seats_of(c)) do
    tell_seat(c, seat, 'conversation:rebuilt', { conversationId = id, lastSeq = lastSeq })
  end
end

-- The highest sequence number that a conversation can have reached. It keeps a client from growing the log without limit.
local function furthest_of(c, now, messagesPerMs, messagesAhead)
  return math.floor(messagesAhead + math.max(0, now - c.startedAt) * messagesPerMs)
end

-- A log that lacks messages gives their numbers to others, which nobody has shown yet (rule C3).
local function lower_received(id, c, lastSeq)
  for _, seat in ipairs(seats_of(c)) do
    if tonumber(c[seat .. 'Received']) > lastSeq then
      redis.call('HSET', key('conversation', id), seat .. 'Received', lastSeq)
    end
  end
end

-- Ends the rebuild. Nobody could write while the store was lost, so that time does not count as silence (rule C9).
local function finish_rebuild(id, c, furthest, now)
  local lastSeq = complete_log(id, c, furthest)
  clear_deadline('rebuild', id)
  lower_received(id, c, lastSeq)
  tell_rebuilt(id, c, lastSeq)
  count_on(id, c, tonumber(fields(key('epoch'), 'lostAt')), now)
  if c.silence ~= '' then
    tell_silence(id, c, now)
  end
end
