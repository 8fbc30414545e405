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
local FIRST, WORDS, epoch = 4, 6, epoch_id()

-- Returns id and counter of this seat, the log's epoch, the key epoch, and id and node of the first other seat. Written
-- out, because a loop over the names of seats makes each message slower.
local function read_seats(conversationKey, seat)
  if seat == 'seeker' then
    return unpack(redis.call('HMGET', conversationKey, 'seeker', 'seekerSent', 'whole', 'keyEpoch',
      'volunteer', 'volunteerNode'))
  elseif seat == 'volunteer' then
    return unpack(redis.call('HMGET', conversationKey, 'volunteer', 'volunteerSent', 'whole', 'keyEpoch',
      'seeker', 'seekerNode'))
  end
  return unpack(redis.call('HMGET', conversationKey, 'leader', 'leaderSent', 'whole', 'keyEpoch',
    'seeker', 'seekerNode'))
end

-- Posts to the third seat. It is taken only in the key epoch of a visit (rule E5), and in an aside, which has no seeker. It
-- is not read with the others, because Redis searches the whole record for a field that is missing.
local function post_to_third(conversationKey, seat, id, seq, entry)
  local third = seat == 'leader' and 'volunteer' or 'leader'
  local holder, node = fields(conversationKey, third, third .. 'Node')
  if node ~= '' then
    post(node, typed_id('staff', holder), id, seq, entry)
  end
end

local function send(id, seat, participant, counter, keyEpoch, entry)
  local conversationKey, logKey = key('conversation', id), key('log', id)
  local holder, sent, wholeIn, epochNow, other, node = read_seats(conversationKey, seat)
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
  if node and node ~= '' then
    post(node, typed_id(seat == 'seeker' and 'staff' or 'seeker', other), id, seq, entry)
  end
  if not other or string.find(keyEpoch, 'visit', 1, true) then
    post_to_third(conversationKey, seat, id, seq, entry)
  end
  if length % renewEvery == 1 then
    -- An aside has no seeker.
    local seeker = seat == 'seeker' and holder or other
    for _, k in ipairs({ conversationKey, logKey, seeker and key('seeker', seeker) or nil }) do
      redis.call('PEXPIRE', k, liveKeyMs)
    end
  end
  return seq
end

local lines = {}
for at = FIRST, #ARGV, WORDS do
  -- Records that cannot be read affect only their message.
  local isDone, answer = pcall(send, unpack(ARGV, at, at + WORDS - 1))
  table.insert(lines, isDone and answer or 'failed')
end
publish_posts()
return { 'ok', table.concat(lines, '\n') }
