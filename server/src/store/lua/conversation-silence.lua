--#include queue participants silence conversations
-- The deadline 'silence': asks a seeker who is silent, says that it will end, ends it; else looks again later. However
-- late it comes, each of the three has its whole time (rule C9).
-- KEYS[1] root
-- ARGV    conversation: id; now, nudgeMs, warningMs, closeMs, wrapUpMs, tombstoneMs: numbers
-- ok      { ended: reason or null } · wrong_state (over, or not due)
local id, now, nudgeMs, warningMs, closeMs, wrapUpMs, tombstoneMs =
  ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local NEXT = { [''] = 'nudge', nudge = 'warning', warning = 'close' }
local AFTER_MS = { nudge = nudgeMs, warning = warningMs, close = closeMs }

local dueAt = redis.call('ZSCORE', key('deadlines'), 'silence ' .. id)
if not dueAt or tonumber(dueAt) > now then
  return { 'wrong_state' }
end
local c = read(key('conversation', id))
if not c then
  clear_deadline('silence', id)
  return { 'wrong_state' }
end
local since = silent_since(id, c)
if not since then
  -- Whatever begins after this look comes to an end of its first time after the next one.
  set_deadline('silence', id, now + nudgeMs)
  return { 'ok', '{"ended":null}' }
end
local stage = NEXT[stage_of(c, since)]
if stage ~= 'nudge' and not may_close(c) then
  -- Asked once, and no more comes of it.
  set_deadline('silence', id, now + nudgeMs)
elseif now - since < AFTER_MS[stage] then
  set_deadline('silence', id, since + AFTER_MS[stage])
elseif stage == 'close' then
  end_conversation(id, c, 'silence', '', now, wrapUpMs, tombstoneMs)
  return { 'ok', '{"ended":"silence"}', unpack(over) }
else
  since = now - AFTER_MS[stage]
  write_silence(id, c, stage, since, since + closeMs)
  set_deadline('silence', id, since + AFTER_MS[NEXT[stage]])
  tell_silence(id, c, now)
end
return { 'ok', '{"ended":null}' }
