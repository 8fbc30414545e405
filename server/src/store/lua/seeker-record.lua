-- What a resume ticket of this session has to hold (rule F3).
-- KEYS[1] root
-- ARGV    seeker: string
-- ok      { epoch, kind: 'ticket' | 'conversation', id, record: the hash's fields } · wrong_state (nothing to bring back)
local epoch, ticket, conversation = epoch_id(), fields(key('seeker', ARGV[1]), 'ticket', 'conversation')
local kind = ticket ~= '' and 'ticket' or 'conversation'
local id = ticket ~= '' and ticket or conversation
local record = epoch ~= '' and id ~= '' and read(key(kind, id))
if not record then
  return { 'wrong_state' }
end
-- What a ticket is counted by stays here (rule A2).
record.prefix = nil
return { 'ok', cjson.encode({ epoch = epoch, kind = kind, id = id, record = setmetatable(record, nil) }) }
