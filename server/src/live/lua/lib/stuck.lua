--#include stuck-view transfers deadlines
-- A conversation becomes stuck, and is no longer stuck (rule V7).

-- Whether the volunteer could still continue it. Otherwise the seeker is going back to the line (rules C16, V7).
local function may_continue(c)
  return c.volunteerKeys ~= 'returned' and c.volunteerKeys ~= 'released'
end

-- Leaders are told of it, unless they know. `since`: ms since the epoch.
local function note_stuck(id, since, now)
  if redis.call('ZADD', key('stuck'), 'NX', since, id) == 1 then
    tell_stuck(now)
  end
end

-- Call this when the volunteer can continue, or the seeker goes back to the line. A pending takeover is over.
local function note_not_stuck(id, c, now)
  clear_deadline('stuck', id)
  if redis.call('ZREM', key('stuck'), id) == 0 then
    return
  elseif is_takeover(c) then
    fail_transfer(id, c, nil, now)
  else
    tell_stuck(now)
  end
end

-- Ends all pending takeovers of a leader. Call it when a leader no longer leads on duty.
local function end_takeovers_by(leader, now)
  for _, each in ipairs(read_stuck()) do
    if is_takeover(each) and each.transferStaff == leader then
      fail_transfer(each.id, read(key('conversation', each.id)), nil, now)
    end
  end
end

-- How many this leader is about to take over.
local function count_takeovers_by(leader)
  local count = 0
  for _, each in ipairs(read_stuck()) do
    if is_takeover(each) and each.transferStaff == leader then
      count = count + 1
    end
  end
  return count
end

local function is_takeover_offer(offerId)
  local transfer = fields(key('offer', offerId), 'transfer')
  return transfer ~= '' and fields(key('conversation', transfer), 'transferReason') == 'takeover'
end

-- After a restore the volunteer counts as away. The script of the deadline 'stuck' knows the time limit, so it runs at once
-- and sets the deadline anew.
local function restore_stuck(id, c, now)
  if c.volunteerKeys == 'lost' then
    note_stuck(id, tonumber(c.volunteerKeysAt) or now, now)
  elseif may_continue(c) then
    set_deadline('stuck', id, now + 1)
  end
end
