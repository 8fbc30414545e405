--#include participants repeats posts
-- Appends the messages of one turn of the event loop, in one round trip. For each: check of membership (C1), counter
-- (C14), sequence number (C2), log, and publishing to the other side's node (F6).
-- KEYS[1] root
-- ARGV    liveKeyMs, renewEvery (the TTLs are renewed once in as many messages), retryMs: number; messages: list (for
--         each: conversation, side, participant, counter, and its entry, see log.lua)
-- ok      one line for each: seq · seq acceptedAt (stored before) · wrong_counter expected · not_found (no such
--         conversation, or not a participant) · unavailable ms (the log lost messages, and not both sides have handed in
--         theirs yet, F3) · failed (its records cannot be read)
local liveKeyMs, renewEvery, retryMs = unpack(ARGV, 1, 3)
local FIRST, WORDS = 4, 5
local epoch = epoch_id()

local function send(id, side, participant, counter, entry)
  local conversationKey, logKey = key('conversation', id), key('log', id)
  local seeker, volunteer, node, sent, seekerEpoch, volunteerEpoch = unpack(redis.call('HMGET', conversationKey,
    'seeker', 'volunteer', OTHER[side] .. 'Node', side .. 'Sent', 'seekerEpoch', 'volunteerEpoch'))
  if (side == 'seeker' and seeker or volunteer) ~= participant then
    return 'not_found'
  elseif seekerEpoch ~= epoch or volunteerEpoch ~= epoch then
    return 'unavailable ' .. retryMs
  elseif counter - sent ~= 1 then
    return answer_repeated(logKey, side, tonumber(counter), tonumber(sent), entry)
  end
  local length = redis.call('RPUSH', logKey, entry)
  local seq = whole(length)
  redis.call('HSET', conversationKey, side .. 'Sent', counter)
  if node ~= '' then
    post(node, side == 'seeker' and typed_id('staff', volunteer) or typed_id('seeker', seeker), id, seq, entry)
  end
  if length % renewEvery == 1 then
    for _, k in ipairs({ conversationKey, logKey, key('seeker', seeker) }) do
      redis.call('PEXPIRE', k, liveKeyMs)
    end
  end
  return seq
end

local lines = {}
for at = FIRST, #ARGV, WORDS do
  -- A message whose records cannot be read does not affect the others.
  local isDone, answer = pcall(send, unpack(ARGV, at, at + WORDS - 1))
  table.insert(lines, isDone and answer or 'failed')
end
publish_posts()
return { 'ok', table.concat(lines, '\n') }
