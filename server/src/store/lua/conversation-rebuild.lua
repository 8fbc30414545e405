--#include queue participants silence
-- A side hands in its copies of messages that the live store lost; with both sides', the log is whole again (rules F3,
-- C2). A number that is taken stays with its message; one that nobody has stays empty.
-- KEYS[1] root
-- ARGV    conversation, side, participant: strings; last: '1' or ''; now, ttlMs: numbers;
--         then for each message, in order: seq: number, messageId: string, tail: its JSON after its `seq`
-- ok      {} · not_found · wrong_state (a number that no conversation reaches in this time)
local id, side, participant, last, now, ttlMs = unpack(ARGV, 1, 6)
local conversationKey, logKey, sentKey = key('conversation', id), key('log', id), key('sent', id)
-- Both sides together, within the rates; and more than they can have been quicker, on several nodes and at the start.
local PER_MS, AHEAD = 120 / 60000, 1000

local c, other, node = as_participant(id, side, participant)
if not c then
  return { 'not_found' }
elseif c.epoch ~= epoch_id() or c[side .. 'Epoch'] == c.epoch then
  -- It has done so before: what it says now is not taken.
  return { 'ok', '{}' }
end
local length = redis.call('LLEN', logKey)
-- A tab may have nothing but the last of many messages; but nobody makes the log as long as they like.
local furthest = AHEAD + math.max(0, now - c.startedAt) * PER_MS
for i = 7, #ARGV, 3 do
  if tonumber(ARGV[i]) > furthest then
    return { 'wrong_state' }
  end
end
for i = 7, #ARGV, 3 do
  local seq, messageId, tail = tonumber(ARGV[i]), ARGV[i + 1], ARGV[i + 2]
  while length < seq do
    length = redis.call('RPUSH', logKey, '')
  end
  if redis.call('LINDEX', logKey, seq - 1) == '' and redis.call('HSETNX', sentKey, messageId, seq) == 1 then
    redis.call('LSET', logKey, seq - 1, tail)
  end
end
for _, k in ipairs({ logKey, sentKey }) do
  redis.call('PEXPIRE', k, ttlMs)
end
if last == '1' then
  redis.call('HSET', conversationKey, side .. 'Epoch', c.epoch)
  if (side == 'seeker' and c.volunteerEpoch or c.seekerEpoch) == c.epoch then
    local json = '{"conversationId":"' .. id .. '","lastSeq":' .. length .. '}'
    tell(node, other, 'conversation:rebuilt', json)
    tell(c[side .. 'Node'], (side == 'seeker' and 'seeker ' or 'staff ') .. participant, 'conversation:rebuilt', json)
    -- As long as the store was lost nobody could answer anybody (rule C9).
    c[side .. 'Epoch'] = c.epoch
    count_on(id, c, tonumber(fields(key('epoch'), 'lostAt')), now)
    if c.silence ~= '' then
      tell_silence(id, c, now)
    end
  end
end
return { 'ok', '{}' }
