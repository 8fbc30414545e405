--#include log
-- A message whose counter is not the sender's next one (rule C14).

-- Entries that are read at a time, and how often. They bound what one repeated message costs, however long the log is: a
-- client that has had no answer for longer reads the log before it sends again.
local SOUGHT_AT_ONCE, READS_MAX = 16, 12

-- Returns the sequence number and the entry of a seat's message with this counter, which is at most `sent`, its highest.
-- Nil if it is lost, or if the others wrote too much since. A seat's counters increase with the sequence number, so entries
-- of this seat tell where to read on. That takes few reads, unless the others wrote without pause.
local function find_message(logKey, seat, counter, sent)
  local last = redis.call('LLEN', logKey) - (sent - counter)
  for _ = 1, READS_MAX do
    if last < counter then
      return nil
    end
    local first = math.max(counter, last - SOUGHT_AT_ONCE + 1)
    local entries = redis.call('LRANGE', logKey, first - 1, last - 1)
    last = first - 1
    for i = #entries, 1, -1 do
      local from, its = sender_of(entries[i])
      if from == seat and its <= counter then
        return its == counter and first + i - 1 or nil, entries[i]
      elseif from == seat then
        last = math.min(last, first + i - 1 - (its - counter))
      end
    end
  end
  return nil
end

-- Returns the first answer if `entry` has the ciphertext of the message with this counter. Any other text is refused,
-- for example one of another tab: otherwise that tab would believe that its text was accepted.
local function answer_repeated(logKey, seat, counter, sent, entry)
  local seq, stored = nil, nil
  if counter <= sent then
    seq, stored = find_message(logKey, seat, counter, sent)
  end
  local message = seq and parse_entry(stored)
  if message and message.ciphertext == parse_entry(entry).ciphertext then
    return whole(seq) .. ' ' .. whole(message.acceptedAt)
  end
  return 'wrong_counter ' .. whole(sent + 1)
end
