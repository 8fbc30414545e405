--#include call participants rebuilding
-- One seat hands in its copies of messages that the live store lost. With those of all seats the log is complete again
-- (rules F3, C2). A sequence number that is taken keeps its message. One that no seat has a message for stays empty.
-- A seat that has finished, or that comes when the log is complete, can still raise its counter (rules C14, C15).
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
-- A tab may have only the last of many messages, so gaps are allowed.
local furthest = furthest_of(c, now, args.messagesPerMs, args.messagesAhead)
local highest = args.sent
for _, message in ipairs(messages) do
  highest = math.max(highest, message.seq)
end
if highest > furthest then
  return { 'wrong_state' }
end
local wasWhole = is_whole(c)
if not wasWhole then
  take_copies(logKey, messages, tonumber(c.base))
  c[seat .. 'Sent'] = math.max(args.sent, c[seat .. 'Sent'])
  redis.call('HSET', conversationKey, seat .. 'Sent', whole(c[seat .. 'Sent']))
end
if args.last and c[seat .. 'Epoch'] ~= c.epoch then
  c[seat .. 'Epoch'] = c.epoch
  redis.call('HSET', conversationKey, seat .. 'Epoch', c.epoch)
end
if wasWhole then
  local lastSeq = raise_sent(id, c, seat, args.sent, furthest)
  if lastSeq then
    tell_rebuilt(id, c, lastSeq)
  end
elseif have_handed_in(c) then
  finish_rebuild(id, c, furthest, now)
end
redis.call('PEXPIRE', logKey, args.liveKeyMs)
return ok()
