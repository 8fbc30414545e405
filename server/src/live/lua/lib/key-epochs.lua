--#include participants conversations visits
-- The key epochs of a conversation, and the visit of a leader (rule E5). `keyEpoch` is the current epoch as JSON, as
-- clients send it with each message. `visit` has what the tabs need of the visit, as JSON; '' if there is none.

-- Notifies the seeker and the volunteer who is in the conversation now, and of its keys.
local function tell_seats(id, c, now)
  local told = roster_of(id, c, 'seeker', now)
  told.conversationId = id
  tell_others(c, 'leader', 'seats:changed', told)
end

local function epoch_number(c)
  return cjson.decode(c.keyEpoch).number
end

-- Sets the next key epoch, without a visit, in the record.
local function turn_keys(c)
  c.keyEpoch, c.visit = '{"number":' .. whole(epoch_number(c) + 1) .. '}', nil
end

-- Makes a record that of the conversation after its visit, if there is one: nobody has the leader's seat, and the keys
-- are those that the leader does not have. A resume ticket has this record, because a loss of the store ends a visit.
local function without_visit(c)
  if c.leader ~= '' then
    vacate(c, 'leader')
    turn_keys(c)
  end
end

-- Ends the visit, if there is one.
local function end_visit(id, c, now)
  if c.leader == '' then
    return
  end
  tell_seat(c, 'leader', 'visit:ended', { conversationId = id })
  leave_seat(id, c, 'leader')
  turn_keys(c)
  redis.call('HSET', key('conversation', id), 'keyEpoch', c.keyEpoch)
  redis.call('HDEL', key('conversation', id), 'visit')
  tell_seats(id, c, now)
end
