--#include call key-epochs records
-- Returns what a resume ticket of this session must contain (rule F3).
-- KEYS[1] root
-- args    seeker: string
-- ok      { epoch, kind: 'ticket' | 'conversation', id, record: the hash's fields } · wrong_state (nothing to restore)
local epoch, ticket, conversation = epoch_id(), fields(key('seeker', args.seeker), 'ticket', 'conversation')
local kind = ticket ~= '' and 'ticket' or 'conversation'
local id = ticket ~= '' and ticket or conversation
local record = epoch ~= '' and id ~= '' and read(key(kind, id))
if not record then
  return { 'wrong_state' }
end
if kind == 'conversation' then
  without_visit(record)
end
return ok({ epoch = epoch, kind = kind, id = id, record = kept_of(record) })
