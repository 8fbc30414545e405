--#include repeats posts
-- Appends the messages of one turn of the event loop, in one round trip. For each: check of membership (C1), counter
-- (C14), sequence number (C2), log, and publishing to the nodes of the other seats (F6).
-- KEYS[1] root
-- ARGV    liveKeyMs, renewEvery (the TTLs are renewed once in as many messages), retryMs: number; messages: list (for
--         each: conversation, seat, participant, counter, its key epoch as JSON, and its entry, see log.lua)
-- ok      one line for each: seq · seq acceptedAt (stored before) · wrong_counter expected · not_found (no such
--         conversation, or not a participant) · unavailable ms (the log lost messages, and the seats have not handed in
--         theirs yet, F3) · wrong_epoch · failed (its records cannot be read)
local liveKeyMs, renewEvery, retryMs = unpack(ARGV, 1, 3)
local FIRST, WORDS = 4, 6
local epoch = epoch_id()

-- Posts the message to another seat; `node` is false or '' if nobody is connected there.
local function post_to(kind, participant, node, id, seq, entry)
  if node and node ~= '' then
    post(node, typed_id(kind, participant), id, seq, entry)
  end
end

local function send(id, seat, participant, counter, keyEpoch, entry)
  local conversationKey, logKey = key('conversation', id), key('log', id)
  -- The seats are named here: a loop over a list of them would make each message slower.
  local holder, sent, wholeIn, epochNow, seeker, volunteer, leader, seekerNode, volunteerNode, leaderNode =
    unpack(redis.call('HMGET', conversationKey, seat, seat .. 'Sent', 'whole', 'keyEpoch',
      'seeker', 'volunteer', 'leader', 'seekerNode', 'volunteerNode', 'leaderNode'))
  if holder ~= participant then
    return 'not_found'
  elseif wholeIn ~= epoch then
    return 'unavailable ' .. retryMs
  elseif counter - sent ~= 1 then
    return answer_repeated(logKey, seat, tonumber(counter), tonumber(sent), entry)
  elseif keyEpoch ~= epochNow then
    return 'wrong_epoch'
  end
  local length = redis.call('RPUSH', logKey, entry)
  local seq = whole(length)
  redis.call('HSET', conversationKey, seat .. 'Sent', counter)
  if seat ~= 'seeker' then post_to('seeker', seeker, seekerNode, id, seq, entry) end
  if seat ~= 'volunteer' then post_to('staff', volunteer, volunteerNode, id, seq, entry) end
  if seat ~= 'leader' then post_to('staff', leader, leaderNode, id, seq, entry) end
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
