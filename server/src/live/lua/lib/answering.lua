--#include volunteers
-- Which volunteers on duty answer.

-- Whether this volunteer counts as answering (rule I2). False if the volunteer has been disconnected for `goneMs`. Also
-- false if the volunteer holds no conversation and no offer, and has been paused for `breakMs` or was paused because of
-- missed offers.
local function answers(id, now, breakMs, goneMs)
  local state, missed, idleSince, offer, lostAt =
    fields(key('volunteer', id), 'state', 'missed', 'idleSince', 'offer', 'lostAt')
  if lostAt ~= '' and now - lostAt >= goneMs then
    return false
  end
  if state ~= 'paused' or offer ~= '' or load_of(id) > 0 then
    return true
  end
  return missed ~= '1' and now - tonumber(idleSince) < breakMs
end

-- The same for any record: one that cannot be read counts as not answering (rule F9).
local function surely_answers(...)
  local isRead, does = pcall(answers, ...)
  return isRead and does
end

-- Looks at one of them first: mostly this one answers, and the cost does not depend on how many are on duty.
local function anybody_answers(now, breakMs, goneMs)
  local one = redis.call('SRANDMEMBER', key('duty'))
  if one and surely_answers(one, now, breakMs, goneMs) then
    return true
  end
  for _, each in ipairs(redis.call('SMEMBERS', key('duty'))) do
    if surely_answers(each, now, breakMs, goneMs) then
      return true
    end
  end
  return false
end
