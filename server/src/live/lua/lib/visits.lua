--#include kinds participants
-- Seats that are taken and left during a conversation (rule C13). The volunteer holds the conversation, and it counts for
-- the capacity. Others of the staff only visit it.

-- The index of a staff member's conversations of this kind in which they have this seat.
local function index_of(c, seat)
  return kind_of(c).index[seat]
end

local function without(seats, seat)
  local rest = {}
  for _, each in ipairs(seats) do
    if each ~= seat then
      rest[#rest + 1] = each
    end
  end
  return rest
end

-- Gives a seat to a staff member; `person` is their record. If others had the seat before, its counter goes on, because
-- their messages are in the log (rule C14).
local function take_seat(id, c, seat, staff, person)
  local fresh = {
    [seat] = staff, [seat .. 'Alias'] = person.alias, [seat .. 'Node'] = person.node, [seat .. 'LostAt'] = person.lostAt,
    [seat .. 'Received'] = 0, [seat .. 'Sent'] = whole(tonumber(c[seat .. 'Sent']) or 0), [seat .. 'Epoch'] = c.epoch,
  }
  write(key('conversation', id), fresh)
  for name, value in pairs(fresh) do
    c[name] = value
  end
  local seats = seats_of(c)
  seats[#seats + 1] = seat
  c.seats, c.left = table.concat(seats, ','), table.concat(without(split_seats(c.left), seat), ',')
  redis.call('HSET', key('conversation', id), 'seats', c.seats, 'left', c.left)
  redis.call('SADD', key('volunteer', staff, index_of(c, seat)), id)
end

-- What a seat has besides its counter, which stays, because its messages are in the log.
local PARTS = { '', 'Alias', 'Node', 'LostAt', 'Received', 'Epoch' }

-- Makes a record that of the conversation after this seat was left.
local function vacate(c, seat)
  for _, part in ipairs(PARTS) do
    c[seat .. part] = nil
  end
  local left = split_seats(c.left)
  left[#left + 1] = seat
  c.seats, c.left = table.concat(without(seats_of(c), seat), ','), table.concat(left, ',')
end

local function leave_seat(id, c, seat)
  redis.call('SREM', key('volunteer', c[seat], index_of(c, seat)), id)
  for _, part in ipairs(PARTS) do
    redis.call('HDEL', key('conversation', id), seat .. part)
  end
  vacate(c, seat)
  redis.call('HSET', key('conversation', id), 'seats', c.seats, 'left', c.left)
end
