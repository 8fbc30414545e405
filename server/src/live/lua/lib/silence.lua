--#include participants volunteers log deadlines
-- How long the volunteer has waited for the seeker to write (rule C9).

-- Number of log entries that are read at a time, from the end. A turn rarely has more messages.
local ENTRIES_AT_ONCE = 8

-- Returns when the volunteer first wrote after the seeker's last message (ms since the epoch). Returns nil if the
-- seeker wrote last or nobody has written. Never earlier than `silentFrom`, which is the last *stay*, moved forward by
-- the time that did not count. It reads the log, so that a message costs nothing more.
local function unanswered_since(id, c)
  local logKey, first = key('log', id), nil
  local last = redis.call('LLEN', logKey)
  while last > 0 do
    local from = math.max(0, last - ENTRIES_AT_ONCE)
    local entries = redis.call('LRANGE', logKey, from, last - 1)
    for i = #entries, 1, -1 do
      local message = entries[i] ~= '' and parse_entry(entries[i])
      if message and message.from == 'seeker' then
        last = 0
        break
      elseif message then
        first = message.acceptedAt
      end
    end
    last = math.min(last, from)
  end
  return first and math.max(first, tonumber(c.silentFrom) or 0)
end

-- Whether silence does not count while this seat is away. Nobody waits for a visitor.
local function stops_silence(seat)
  return seat == 'seeker' or seat == 'volunteer'
end

-- Returns since when silence counts; nil if it does not count. It does not count while the seeker or the volunteer is
-- away, or the log is incomplete.
local function silent_since(id, c)
  if c.seekerLostAt ~= '' or c.volunteerLostAt ~= '' or not is_whole(c) then
    return nil
  end
  return unanswered_since(id, c)
end

-- Returns the last stage announced for the current silence: '' | 'nudge' | 'warning'. A stage stored for an earlier
-- silence gives ''.
local function stage_of(c, since)
  return since and tonumber(c.silentSince) == since and c.silence or ''
end

-- Silence never ends a conversation that is marked as danger or held open by the volunteer (rule C9).
local function may_close(c)
  return not is_danger(c) and c.held ~= '1'
end

-- Returns the announced silence as a table; cjson.null if there is none.
local function silence_of(id, c, now)
  if c.silence == '' or stage_of(c, silent_since(id, c)) == '' then
    return cjson.null
  end
  return {
    stage = c.silence, closesInMs = may_close(c) and math.max(0, c.silentUntil - now) or cjson.null,
    afterSeq = redis.call('LLEN', key('log', id)),
  }
end

local function tell_silence(id, c, now)
  local told = { conversationId = id, silence = silence_of(id, c, now) }
  tell_seat(c, 'seeker', 'conversation:silent', told)
  tell_seat(c, 'volunteer', 'conversation:silent', told)
end

-- Stores the stage, when the silence began (`since`), and when it will end the conversation (`untilAt`); both in ms
-- since the epoch.
local function write_silence(id, c, stage, since, untilAt)
  c.silence, c.silentFrom, c.silentSince, c.silentUntil = stage, since, since, untilAt
  redis.call('HSET', key('conversation', id), 'silence', stage, 'silentFrom', whole(since),
    'silentSince', whole(since), 'silentUntil', whole(untilAt))
end

-- Restarts the silence timer now. `silentFrom` never moves back, because another node's clock may be ahead.
local function restart_count(id, c, now, nudgeMs)
  c.silence = ''
  redis.call('HSET', key('conversation', id), 'silence', '',
    'silentFrom', whole(math.max(now, tonumber(c.silentFrom) or 0)))
  set_deadline('silence', id, now + nudgeMs)
end

-- Resumes the silence timer: the silence accrued until `stoppedAt` is kept, and the time since then does not count,
-- because nobody could answer. If seeker or volunteer is still away, the timer is set as of when they disconnected, and
-- resumes from there when they return.
local function count_on(id, c, stoppedAt, now)
  local since = unanswered_since(id, c)
  if since then
    local stage = stage_of(c, since)
    local goesOnAt = math.min(now, tonumber(c.seekerLostAt) or now, tonumber(c.volunteerLostAt) or now)
    local from = goesOnAt - math.max(0, math.min(stoppedAt, goesOnAt) - since)
    write_silence(id, c, stage, from, stage == '' and 0 or c.silentUntil + from - since)
    hasten_deadline('silence', id, now)
  end
end
