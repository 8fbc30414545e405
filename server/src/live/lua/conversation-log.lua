--#include call participants log
-- Returns the messages after a sequence number, in order, at most one page (rule C4).
-- KEYS[1] root
-- args    conversation, seat, participant: string; after, page, retryMs: number
-- ok      { messages, more } · not_found · unavailable, ms (after a data loss, until the seats have handed in their
--         copies, rule F3)
local c = as_participant_of_any(args.conversation, args.seat, args.participant)
if not c then
  return { 'not_found' }
elseif not is_whole(c) then
  return { 'unavailable', whole(args.retryMs) }
end
local logKey = key('log', args.conversation)
local length = redis.call('LLEN', logKey)
-- A leader gets the messages of the visit only (rule E5).
local isVisitor = c.kind == 'support' and args.seat == 'leader'
local messages, last = {}, math.max(args.after, isVisitor and cjson.decode(c.visit).forLeader.after or 0)
while #messages == 0 and last < length do
  for i, entry in ipairs(redis.call('LRANGE', logKey, last, last + args.page - 1)) do
    if entry ~= '' then
      table.insert(messages, message_json(last + i, entry))
    end
  end
  last = math.min(length, last + args.page)
end
-- A page can be long: its messages are joined as they are stored, not parsed and encoded again.
return { 'ok', '{"messages":[' .. table.concat(messages, ',') .. '],"more":' .. tostring(length > last) .. '}' }
