--#include queue participants silence conversations
-- Handles the deadlines 'seat' and 'lost'. It ends a conversation whose seeker never connected (rule O5), has been away
-- too long, or is away while the volunteer is away too (rule C10). Otherwise it sets the next deadline.
-- KEYS[1] root
-- ARGV    conversation: id; kind: 'seat' | 'lost'; now, seekerLostMs, seekerGoneMs, wrapUpMs, tombstoneMs: numbers
-- ok      { ended: reason or null } · wrong_state (already ended, not due, or the seeker is connected)
local id, kind, now = ARGV[1], ARGV[2], tonumber(ARGV[3])
local seekerLostMs, seekerGoneMs, wrapUpMs, tombstoneMs =
  tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])

local dueAt = redis.call('ZSCORE', key('deadlines'), kind .. ' ' .. id)
if not dueAt or tonumber(dueAt) > now then
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
if kind == 'seat' or seekerAwayMs >= seekerGoneMs or (bothAwayMs and bothAwayMs >= seekerLostMs) then
  -- No wrap-up if the seeker never connected (rule O5).
  end_conversation(id, c, 'seeker_lost', '', now, kind == 'seat' and 0 or wrapUpMs, tombstoneMs)
  return { 'ok', '{"ended":"seeker_lost"}', unpack(over) }
else
  local againMs = seekerGoneMs - seekerAwayMs
  if bothAwayMs then
    againMs = math.min(againMs, seekerLostMs - bothAwayMs)
  end
  set_deadline('lost', id, now + againMs)
end
return { 'ok', '{"ended":null}' }
