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

-- Whether a ready volunteer may get an offer now (rules O1, O2, O6, O8).
local function is_free(id, volunteer)
  return volunteer.connection ~= '' and volunteer.offer == '' and has_room(id, volunteer)
end

-- Whether a transfer to this person, or to any leader, may be offered to them now. Unlike a ticket, also while they are
-- paused (rules C11, O6).
local function is_free_for_transfer(id, volunteer)
  return (volunteer.state == 'ready' or volunteer.state == 'paused') and is_free(id, volunteer)
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
