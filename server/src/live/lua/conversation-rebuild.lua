--#include call participants silence rebuilding
-- One side hands in its copies of messages that the live store lost. With those of both sides the log is complete again
-- (rules F3, C2). A sequence number that is taken keeps its message. One without a message on either side stays empty.
-- A side that has finished can still raise its counter: another tab of it may know a higher one (rule C14).
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
elseif c.epoch ~= epoch_id() then
  return ok()
end
-- Copies of a side that has already finished are ignored.
local messages = c[side .. 'Epoch'] == c.epoch and {} or args.messages
-- A tab may have only the last of many messages, so gaps are allowed. The bound keeps a client from growing the log
-- without limit.
local furthest = math.floor(args.messagesAhead + math.max(0, now - c.startedAt) * args.messagesPerMs)
local highest = args.sent
for _, message in ipairs(messages) do
  highest = math.max(highest, message.seq)
end
if highest > furthest then
  return { 'wrong_state' }
end
local wasWhole, lastSeq = is_whole(c), nil
if wasWhole then
  lastSeq = raise_sent(id, c, side, args.sent, furthest)
else
  take_copies(logKey, messages, tonumber(c.base))
  c[side .. 'Sent'] = math.max(args.sent, c[side .. 'Sent'])
  c[side .. 'Epoch'] = args.last and c.epoch or c[side .. 'Epoch']
  redis.call('HSET', conversationKey, side .. 'Sent', whole(c[side .. 'Sent']), side .. 'Epoch', c[side .. 'Epoch'])
  lastSeq = is_whole(c) and complete_log(id, c, furthest)
end
redis.call('PEXPIRE', logKey, args.liveKeyMs)
if lastSeq then
  for _, each in ipairs({ OTHER[side], side }) do
    tell_side(c, each, 'conversation:rebuilt', { conversationId = id, lastSeq = lastSeq })
  end
end
if lastSeq and not wasWhole then
  -- Neither side could write while the store was lost, so that time does not count as silence (rule C9).
  count_on(id, c, tonumber(fields(key('epoch'), 'lostAt')), now)
  if c.silence ~= '' then
    tell_silence(id, c, now)
  end
end
return ok()
