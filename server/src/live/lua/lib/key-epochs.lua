--#include participants conversations visits
-- The key epochs of a conversation, and the visit of a leader (rule E5). `keyEpoch` is the current epoch as JSON, as
-- clients send it with each message. `visit` has what the tabs need of the visit, as JSON; '' if there is none.

local FIRST_KEY_EPOCH = '{"number":0}'

-- Begins the next key epoch, without a visit.
local function next_key_epoch(id, c)
  local number = cjson.decode(c.keyEpoch).number + 1
  c.keyEpoch, c.visit = '{"number":' .. whole(number) .. '}', ''
  redis.call('HSET', key('conversation', id), 'keyEpoch', c.keyEpoch, 'visit', '')
end

-- Notifies the seeker and the volunteer who is in the conversation now, and of its keys.
local function tell_seats(id, c, now)
  local told = {
    conversationId = id, seats = seats_shown(c, now), keyEpoch = cjson.decode(c.keyEpoch), visit = visit_of(c, 'seeker'),
  }
  for _, seat in ipairs(seats_of(c)) do
    if seat ~= 'leader' then
      tell_seat(c, seat, 'seats:changed', told)
    end
  end
end

-- Ends the visit, if there is one: in one step the leader has no seat any more, and the keys are again those that the
-- leader does not have.
local function end_visit(id, c, now)
  if c.leader == '' then
    return
  end
  tell_seat(c, 'leader', 'conversation:ended', { conversationId = id, reason = 'visit_over' })
  leave_seat(id, c, 'leader')
  next_key_epoch(id, c)
  tell_seats(id, c, now)
end
