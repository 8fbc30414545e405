--#include call silence ending deadlines
-- Handles the deadline 'silence': asks a silent seeker (nudge), announces the end (warning), then ends the
-- conversation; otherwise sets the next deadline. Each of the three stages lasts its full time, also if a deadline is
-- handled late (rule C9).
-- KEYS[1] root
-- args    conversation: string; now, silenceNudgeMs, silenceWarningMs, silenceCloseMs, wrapUpMs, tombstoneMs: number
-- ok      { ended: reason or null } · wrong_state (already ended, or not due)
local id, now, nudgeMs = args.conversation, args.now, args.silenceNudgeMs
local NEXT = { [''] = 'nudge', nudge = 'warning', warning = 'close' }
local AFTER_MS = { nudge = nudgeMs, warning = args.silenceWarningMs, close = args.silenceCloseMs }

if not is_due('silence', id, now) then
  return { 'wrong_state' }
end
local c = read(key('conversation', id))
if not c then
  clear_deadline('silence', id)
  return { 'wrong_state' }
end
local since = silent_since(id, c)
if not since then
  -- A silence that begins after this check is found by the next one, before its first stage is over.
  set_deadline('silence', id, now + nudgeMs)
  return ok({ ended = cjson.null })
end
local stage = NEXT[stage_of(c, since)]
if stage ~= 'nudge' and not may_close(c) then
  -- This conversation may not be closed: the seeker is asked once, and no further stage follows.
  set_deadline('silence', id, now + nudgeMs)
elseif now - since < AFTER_MS[stage] then
  set_deadline('silence', id, since + AFTER_MS[stage])
elseif stage == 'close' then
  end_conversation(id, c, 'silence', nil, now, args.wrapUpMs, args.tombstoneMs)
  return ok({ ended = 'silence' })
else
  since = now - AFTER_MS[stage]
  write_silence(id, c, stage, since, since + AFTER_MS.close)
  set_deadline('silence', id, since + AFTER_MS[NEXT[stage]])
  tell_silence(id, c, now)
end
return ok({ ended = cjson.null })
