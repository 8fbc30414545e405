--#include call conversations resume
-- Returns what a volunteer's resume ticket must contain (rule F3).
-- KEYS[1] root
-- args    staff: string
-- ok      { epoch, conversations: [{ id, record: fields of the hash }] (none if empty) } · wrong_state (the store has no
--         epoch yet)
local epoch = epoch_id()
if epoch == '' then
  return { 'wrong_state' }
end
local conversations = {}
for _, held in ipairs(held_by(args.staff)) do
  local id, conversation = unpack(held)
  table.insert(conversations, { id = id, record = for_resume(conversation) })
end
return ok({ epoch = epoch, conversations = unless_empty(conversations) })
