--#include volunteers participants silence stuck-view
-- The volunteer's marks (rules C9, C17, O8).

-- Sets or removes a mark ('marked' as danger | 'held' open).
local function set_mark(id, c, mark, on, now, nudgeMs)
  local value = on and '1' or ''
  if c[mark] == value then
    return
  end
  local wasDanger, mightClose = is_danger(c), may_close(c)
  c[mark] = value
  redis.call('HSET', key('conversation', id), mark, value)
  redis.call('HINCRBY', key('conversation', id), 'marks', '1')
  if is_danger(c) ~= wasDanger then
    index_volunteer(c.volunteer)
    tell_others(c, 'volunteer', 'conversation:marked', { conversationId = id, danger = is_danger(c) })
    if redis.call('ZSCORE', key('stuck'), id) then
      tell_stuck(now)
    end
  end
  if may_close(c) ~= mightClose then
    -- The announced end of the conversation is no longer valid.
    local told = c.silence
    restart_count(id, c, now, nudgeMs)
    if told ~= '' then
      tell_silence(id, c, now)
    end
  end
end
