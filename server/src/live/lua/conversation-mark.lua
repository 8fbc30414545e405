--#include queue participants silence
-- The volunteer sets or removes a mark: danger, or held open (rules C9, C17, O8).
-- KEYS[1] root
-- ARGV    conversation, staff: strings; mark: 'marked' (as danger) | 'held'; on: '1' or ''; now, nudgeMs: numbers
-- ok      { danger, held } · not_found
local id, staff, mark, on = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local now, nudgeMs = tonumber(ARGV[5]), tonumber(ARGV[6])

local c, other, node = as_participant(id, 'volunteer', staff)
if not c then
  return { 'not_found' }
end
if c[mark] ~= on then
  local wasDanger, mightClose = is_danger(c), may_close(c)
  c[mark] = on
  redis.call('HSET', key('conversation', id), mark, on)
  redis.call('HINCRBY', key('conversation', id), 'marks', '1')
  if is_danger(c) ~= wasDanger then
    index_volunteer(staff)
    tell(node, other, 'conversation:marked', '{"conversationId":"' .. id .. '","danger":' .. tostring(is_danger(c)) .. '}')
  end
  if may_close(c) ~= mightClose then
    -- The announced end of the conversation is no longer valid.
    local told = c.silence
    count_anew(id, c, now, nudgeMs)
    if told ~= '' then
      tell_silence(id, c, now)
    end
  end
end
return { 'ok', '{"danger":' .. tostring(is_danger(c)) .. ',"held":' .. tostring(c.held == '1') .. '}' }
