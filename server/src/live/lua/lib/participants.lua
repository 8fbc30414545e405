-- The seats of a conversation (rule C13). The record's field `seats` lists those that are taken, `left` those that were
-- taken before and are empty. Under a seat's name it holds the participant's id, and with the name as prefix: Node, LostAt,
-- Received, Sent, Epoch and, of staff, Alias.

local function split_seats(list)
  local seats = {}
  for seat in string.gmatch(list, '[^,]+') do
    seats[#seats + 1] = seat
  end
  return seats
end
local function seats_of(c)
  return split_seats(c.seats)
end
-- Also those that were left: their messages are in the log.
local function seats_ever(c)
  return split_seats(c.seats .. ',' .. c.left)
end
local function was_ever_taken(c, seat)
  for _, each in ipairs(seats_ever(c)) do
    if each == seat then
      return true
    end
  end
  return false
end

-- Returns the seat that a participant has; nil if none.
local function seat_of(c, participant)
  for _, seat in ipairs(seats_of(c)) do
    if c[seat] == participant then
      return seat
    end
  end
  return nil
end

-- The kind of session that has this seat, as events are published to it.
local function receiver_kind(seat)
  return seat == 'seeker' and 'seeker' or 'staff'
end

-- What the volunteer's tab has last reported of its keys, or a leader has decided: 'held' | 'lost' | 'returned' | 'released'
-- (rules C16, V7).
local function volunteer_keys(c)
  return c.volunteerKeys ~= '' and c.volunteerKeys or 'held'
end

-- Returns the conversation, of any kind; nil if the caller does not have this seat. Knowing its id alone gives no access
-- (rule C1).
local function as_participant_of_any(id, seat, participant)
  local c = read(key('conversation', id))
  return c and c[seat] == participant and c or nil
end
-- The same for commands that make sense only in a conversation with a seeker (rule C13).
local function as_participant(id, seat, participant)
  local c = as_participant_of_any(id, seat, participant)
  return c and c.kind == 'support' and c or nil
end

-- Publishes an event to one seat, or to all others.
local function tell_seat(c, seat, event, payload)
  tell(c[seat .. 'Node'], receiver_kind(seat), c[seat], event, payload)
end
local function tell_others(c, seat, event, payload)
  for _, each in ipairs(seats_of(c)) do
    if each ~= seat then
      tell_seat(c, each, event, payload)
    end
  end
end

-- Whether the log is complete in this epoch of the store. After a data loss it is complete once the seats have handed in
-- their copies (rules F3, C15).
local function is_whole_in(epoch, c)
  return c.whole == epoch
end
local function is_whole(c)
  return is_whole_in(epoch_id(), c)
end
