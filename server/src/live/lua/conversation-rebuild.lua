--#include call participants silence rebuilding
-- One side hands in its copies of messages that the live store lost. With those of both sides the log is complete again
-- (rules F3, C2). A sequence number that is taken keeps its message. One without a message on either side stays empty.
-- KEYS[1] root
-- args    conversation, side, participant: string; messages: list (of { seq, entry }, in order); last: boolean (the
--         final part); sent: number (the side's highest counter that it knows to be used, C14); now, liveKeyMs,
--         messagesPerMs, messagesAhead: number (of both sides together; what may exceed that)
-- ok      {} · not_found · wrong_state (a number higher than the conversation can have reached)
local id, side, now = args.conversation, args.side, args.now
local conversationKey, logKey = key('conversation', id), key('log', id)

local c = as_participant(id, side, args.participant)
if not c then
  return { 'not_found' }
elseif c.epoch ~= epoch_id() or c[side .. 'Epoch'] == c.epoch then
  -- This side has already finished handing in its copies: ignore further ones.
  return ok()
end
local length = redis.call('LLEN', logKey)
-- A tab may have only the last of many messages, so gaps are allowed. The bound keeps a client from growing the log
-- without limit.
local furthest = args.messagesAhead + math.max(0, now - c.startedAt) * args.messagesPerMs
local highest = args.sent
for _, message in ipairs(args.messages) do
  highest = math.max(highest, message.seq)
end
if highest > furthest then
  return { 'wrong_state' }
end
for _, message in ipairs(args.messages) do
  while length < message.seq do
    length = redis.call('RPUSH', logKey, '')
  end
  if redis.call('LINDEX', logKey, message.seq - 1) == '' then
    redis.call('LSET', logKey, message.seq - 1, message.entry)
  end
end
c[side .. 'Sent'] = math.max(args.sent, c[side .. 'Sent'])
redis.call('HSET', conversationKey, side .. 'Sent', whole(c[side .. 'Sent']))
if args.last then
  redis.call('HSET', conversationKey, side .. 'Epoch', c.epoch)
  c[side .. 'Epoch'] = c.epoch
end
local isWhole = is_whole(c)
local lastSeq = isWhole and complete_log(id, c, furthest)
redis.call('PEXPIRE', logKey, args.liveKeyMs)
if isWhole then
  for _, each in ipairs({ OTHER[side], side }) do
    tell_side(c, each, 'conversation:rebuilt', { conversationId = id, lastSeq = lastSeq })
  end
  -- Neither side could write while the store was lost, so that time does not count as silence (rule C9).
  count_on(id, c, tonumber(fields(key('epoch'), 'lostAt')), now)
  if c.silence ~= '' then
    tell_silence(id, c, now)
  end
end
return ok()
