--#include call ending deadlines
-- Handles the deadlines 'seat' and 'lost'. It ends a conversation whose seeker never connected (rule O5), has been away
-- too long, or is away while the volunteer is away too (rule C10). Otherwise it sets the next deadline.
-- KEYS[1] root
-- args    conversation: string; kind: string ('seat' | 'lost'); now, seekerLostMs, seekerGoneMs, wrapUpMs, tombstoneMs:
--         number
-- ok      { ended: reason or null } · wrong_state (already ended, not due, or the seeker is connected)
local id, kind, now = args.conversation, args.kind, args.now

if not is_due(kind, id, now) then
  return { 'wrong_state' }
end
clear_deadline(kind, id)
local c = read(key('conversation', id))
if not c or c.seekerLostAt == '' then
  return { 'wrong_state' }
end
local seekerAwayMs = now - c.seekerLostAt
-- Can be negative if the node that saw the volunteer disconnect has a clock ahead of this one.
local bothAwayMs = c.volunteerLostAt ~= '' and math.min(seekerAwayMs, now - c.volunteerLostAt) or nil
if kind == 'seat' or seekerAwayMs >= args.seekerGoneMs or (bothAwayMs and bothAwayMs >= args.seekerLostMs) then
  -- No wrap-up if the seeker never connected (rule O5).
  end_conversation(id, c, 'seeker_lost', nil, now, kind == 'seat' and 0 or args.wrapUpMs, args.tombstoneMs)
  return ok({ ended = 'seeker_lost' })
end
local againMs = args.seekerGoneMs - seekerAwayMs
if bothAwayMs then
  againMs = math.min(againMs, args.seekerLostMs - bothAwayMs)
end
set_deadline('lost', id, now + againMs)
return ok({ ended = cjson.null })
