--#include participants
-- The messages after a number, in order (rule C4).
-- KEYS[1] root
-- ARGV    conversation, side, participant: strings; after, page: numbers
-- ok      { messages, more } · not_found
local id, side, participant, after, page = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])

if not as_participant(id, side, participant) then
  return { 'not_found' }
end
local messages = redis.call('LRANGE', key('log', id), after, after + page - 1)
for i, tail in ipairs(messages) do
  messages[i] = '{"seq":' .. after + i .. ',' .. tail
end
local more = redis.call('LLEN', key('log', id)) > after + #messages
return { 'ok', '{"messages":[' .. table.concat(messages, ',') .. '],"more":' .. tostring(more) .. '}' }
