--#include queue participants silence conversations
-- Returns what a volunteer's resume ticket must contain (rule F3).
-- KEYS[1] root
-- ARGV    staff: string
-- ok      { epoch, conversations: [{ id, record: the hash's fields }] } · wrong_state (the store has no epoch yet)
local epoch = epoch_id()
if epoch == '' then
  return { 'wrong_state' }
end
local conversations = {}
for _, held in ipairs(held_by(ARGV[1])) do
  local id, c = unpack(held)
  table.insert(conversations, cjson.encode({ id = id, record = setmetatable(c, nil) }))
end
return { 'ok', '{"epoch":"' .. epoch .. '","conversations":[' .. table.concat(conversations, ',') .. ']}' }
