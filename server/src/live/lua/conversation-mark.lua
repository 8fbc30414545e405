--#include call volunteers participants silence
-- The volunteer sets or removes a mark: danger, or held open (rules C9, C17, O8).
-- KEYS[1] root
-- args    conversation, staff: string; mark: string ('marked' as danger | 'held'); on: boolean; now, silenceNudgeMs:
--         number
-- ok      { danger, held } · not_found
local id, mark, on = args.conversation, args.mark, args.on and '1' or ''

local c = as_participant(id, 'volunteer', args.staff)
if not c then
  return { 'not_found' }
end
if c[mark] ~= on then
  local wasDanger, mightClose = is_danger(c), may_close(c)
  c[mark] = on
  redis.call('HSET', key('conversation', id), mark, on)
  redis.call('HINCRBY', key('conversation', id), 'marks', '1')
  if is_danger(c) ~= wasDanger then
    index_volunteer(args.staff)
    tell_seat(c, 'seeker', 'conversation:marked', { conversationId = id, danger = is_danger(c) })
  end
  if may_close(c) ~= mightClose then
    -- The announced end of the conversation is no longer valid.
    local told = c.silence
    restart_count(id, c, args.now, args.silenceNudgeMs)
    if told ~= '' then
      tell_silence(id, c, args.now)
    end
  end
end
return ok({ danger = is_danger(c), held = c.held == '1' })
