--#include participants
-- Returns the messages after a sequence number, in order, at most one page (rule C4).
-- KEYS[1] root
-- ARGV    conversation, side, participant: strings; after, page: numbers
-- ok      { messages, more } · not_found · unavailable, ms (after a data loss, until both sides have handed in their
--         copies, rule F3)
local id, side, participant, after, page = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])

local c = as_participant(id, side, participant)
if not c then
  return { 'not_found' }
elseif not is_whole(c) then
  return { 'unavailable', '1000' }
end
local length = redis.call('LLEN', key('log', id))
local messages, read = {}, after
while #messages == 0 and read < length do
  -- An entry is empty if neither side had the message after a data loss (rule F3).
  for i, tail in ipairs(redis.call('LRANGE', key('log', id), read, read + page - 1)) do
    if tail ~= '' then
      table.insert(messages, '{"seq":' .. read + i .. ',' .. tail)
    end
  end
  read = math.min(length, read + page)
end
local more = length > read
return { 'ok', '{"messages":[' .. table.concat(messages, ',') .. '],"more":' .. tostring(more) .. '}' }
