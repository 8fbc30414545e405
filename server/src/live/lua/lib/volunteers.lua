-- The volunteers who may take from the queue.

local function load_of(volunteer)
  return redis.call('SCARD', key('volunteer', volunteer, 'conversations'))
end

-- Whether the seeker is in danger: stated before the conversation, or marked by the volunteer (rule C17).
local function is_danger(c)
  return c.urgent == '1' or c.marked == '1'
end

-- Whether the volunteer could take one more seeker: below capacity and in no conversation marked as danger (rules O1,
-- O8).
local function has_room(id, volunteer)
  local held = redis.call('SMEMBERS', key('volunteer', id, 'conversations'))
  if #held >= tonumber(volunteer.capacity) then
    return false
  end
  for _, each in ipairs(held) do
    local c = {}
    c.urgent, c.marked = fields(key('conversation', each), 'urgent', 'marked')
    if is_danger(c) then
      return false
    end
  end
  return true
end

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

local function anybody_answers(now, breakMs, goneMs)
  for _, each in ipairs(redis.call('SMEMBERS', key('duty'))) do
    if answers(each, now, breakMs, goneMs) then
      return true
    end
  end
  return false
end

-- Whether a ready volunteer may get an offer now (rules O1, O2, O6, O8).
local function is_free(id, volunteer)
  return volunteer.connection ~= '' and volunteer.offer == '' and has_room(id, volunteer)
end

-- Updates the index of ready volunteers from the volunteer's record. Call it after every change of the record. A caller
-- that has the current record in memory may pass it.
local function index_volunteer(id, volunteer)
  volunteer = volunteer or read(key('volunteer', id))
  if not volunteer then
    return
  end
  local ready = volunteer.state == 'ready' and is_free(id, volunteer)
  for language in string.gmatch(volunteer.languages, '[^,]+') do
    if ready then
      redis.call('ZADD', key('ready', language), volunteer.idleSince, id)
    else
      redis.call('ZREM', key('ready', language), id)
    end
  end
end

-- Returns the volunteer's availability as a table.
local function availability_of(volunteer, now)
  if not volunteer or volunteer.state == '' or volunteer.state == 'off' then
    return { state = 'off' }
  elseif volunteer.state == 'wrapping_up' then
    return { state = 'wrapping_up', leftMs = math.max(0, volunteer.wrapUntil - now) }
  elseif volunteer.state == 'paused' then
    return { state = 'paused', missed = volunteer.missed == '1' }
  end
  return { state = volunteer.state }
end

local function tell_availability(id, volunteer, now)
  tell(volunteer.node, 'staff', id, 'availability:changed', { availability = availability_of(volunteer, now) })
end
