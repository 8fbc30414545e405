--#include call participants silence
-- The seeker confirms that they are still there. The silence timer restarts now (rule C9).
-- KEYS[1] root
-- args    conversation, seeker: string; now, silenceNudgeMs: number
-- ok      {} · not_found
local c = as_participant(args.conversation, 'seeker', args.seeker)
if not c then
  return { 'not_found' }
end
local told = c.silence
restart_count(args.conversation, c, args.now, args.silenceNudgeMs)
if told ~= '' then
  tell_seat(c, 'volunteer', 'conversation:silent', { conversationId = args.conversation, silence = cjson.null })
end
return ok()
