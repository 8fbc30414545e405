--#include call participants silence rebuilding
-- One seat hands in its copies of messages that the live store lost. With those of all seats the log is complete again
-- (rules F3, C2). A sequence number that is taken keeps its message. One that no seat has a message for stays empty.
-- A seat that has finished can still raise its counter: another tab of it may know a higher one (rule C14).
-- KEYS[1] root
-- args    conversation, seat, participant: string; messages: list (of { seq, entry }, in order); last: boolean (the
--         final part); sent: number (the seat's highest counter that it knows to be used, C14); now, liveKeyMs,
--         messagesPerMs, messagesAhead: number (of all seats together; what may exceed that)
-- ok      {} · not_found · wrong_state (a number higher than the conversation can have reached)
local id, seat, now = args.conversation, args.seat, args.now
local conversationKey, logKey = key('conversation', id), key('log', id)

local c = as_participant(id, seat, args.participant)
if not c then
  return { 'not_found' }
elseif c.epoch ~= epoch_id() then
  return ok()
end
-- Copies of a seat that has already finished are ignored.
local messages = c[seat .. 'Epoch'] == c.epoch and {} or args.messages
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
  lastSeq = raise_sent(id, c, seat, args.sent, furthest)
else
  take_copies(logKey, messages, tonumber(c.base))
  c[seat .. 'Sent'] = math.max(args.sent, c[seat .. 'Sent'])
  c[seat .. 'Epoch'] = args.last and c.epoch or c[seat .. 'Epoch']
  redis.call('HSET', conversationKey, seat .. 'Sent', whole(c[seat .. 'Sent']), seat .. 'Epoch', c[seat .. 'Epoch'])
  lastSeq = have_handed_in(c) and complete_log(id, c, furthest)
end
redis.call('PEXPIRE', logKey, args.liveKeyMs)
if lastSeq then
  tell_rebuilt(id, c, lastSeq)
end
if lastSeq and not wasWhole then
  -- Nobody could write while the store was lost, so that time does not count as silence (rule C9).
  count_on(id, c, tonumber(fields(key('epoch'), 'lostAt')), now)
  if c.silence ~= '' then
    tell_silence(id, c, now)
  end
end
return ok()
