--#include queue participants silence
-- One side hands in its copies of messages that the live store lost. With the copies of both sides the log is complete
-- again (rules F3, C2). A sequence number that is taken keeps its message. A number without a message on
-- either side stays empty.
-- KEYS[1] root
-- ARGV    conversation, side, participant: strings; last: '1' for the final part, or ''; now, ttlMs: numbers; then for
--         each message, in order: seq: number, messageId: string, tail: its JSON after `seq`
-- ok      {} · not_found · wrong_state (a sequence number higher than the conversation can have reached)
local id, side, participant, last, now, ttlMs = unpack(ARGV, 1, 6)
local conversationKey, logKey, sentKey = key('conversation', id), key('log', id), key('sent', id)
-- The message rate limits of both sides together (messages per ms), and a margin in messages. The margin covers bursts
-- at the start and limits that each node counts by itself.
local PER_MS, AHEAD = 120 / 60000, 1000

local c, other, node = as_participant(id, side, participant)
if not c then
  return { 'not_found' }
elseif c.epoch ~= epoch_id() or c[side .. 'Epoch'] == c.epoch then
  -- This side has already finished handing in its copies: ignore further ones.
  return { 'ok', '{}' }
end
local length = redis.call('LLEN', logKey)
-- A tab may have only the last of many messages, so gaps are allowed. The bound keeps a client from growing the log
-- without limit.
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
    -- Neither side could write while the store was lost, so that time does not count as silence (rule C9).
    c[side .. 'Epoch'] = c.epoch
    count_on(id, c, tonumber(fields(key('epoch'), 'lostAt')), now)
    if c.silence ~= '' then
      tell_silence(id, c, now)
    end
  end
end
return { 'ok', '{}' }
