--#include log posts
-- Appends the messages of one turn of the event loop, in one round trip. For each: check of membership (C1),
-- idempotency (C3), sequence number (C2), log, and publishing to the other side's node (F6).
-- KEYS[1] root
-- ARGV    liveKeyMs, renewEvery (the TTLs are renewed once in as many messages), retryMs: number; messages: list (for
--         each: conversation, side, participant, messageId, and its entry, see log.lua)
-- ok      one line for each: seq · seq acceptedAt (stored before) · not_found (no such conversation, or not a
--         participant) · unavailable ms (the log lost messages, and not both sides have handed in theirs yet, F3) ·
--         failed (its records cannot be read)
local liveKeyMs, renewEvery, retryMs = unpack(ARGV, 1, 3)
local FIRST, WORDS = 4, 5
local epoch = epoch_id()

local function send(id, side, participant, messageId, entry)
  local conversationKey, logKey, sentKey = key('conversation', id), key('log', id), key('sent', id)
  local seeker, volunteer, seekerNode, volunteerNode, seekerEpoch, volunteerEpoch = unpack(redis.call('HMGET',
    conversationKey, 'seeker', 'volunteer', 'seekerNode', 'volunteerNode', 'seekerEpoch', 'volunteerEpoch'))
  if (side == 'seeker' and seeker or volunteer) ~= participant then
    return 'not_found'
  end
  local isWhole = seekerEpoch == epoch and volunteerEpoch == epoch
  -- Duplicates are rare, so the message is appended first and removed again if its id is already stored.
  local length = isWhole and redis.call('RPUSH', logKey, entry)
  local seq = whole(length or 0)
  if not isWhole or redis.call('HSETNX', sentKey, messageId, seq) == 0 then
    if isWhole then
      redis.call('RPOP', logKey)
    end
    local before = redis.call('HGET', sentKey, messageId)
    if not before then
      return 'unavailable ' .. retryMs
    end
    return before .. ' ' .. whole(parse_entry(redis.call('LINDEX', logKey, before - 1)).acceptedAt)
  end
  local node = side == 'seeker' and volunteerNode or seekerNode
  if node ~= '' then
    post(node, side == 'seeker' and typed_id('staff', volunteer) or typed_id('seeker', seeker), id, seq, entry)
  end
  if length % renewEvery == 1 then
    for _, k in ipairs({ conversationKey, logKey, sentKey, key('seeker', seeker) }) do
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
