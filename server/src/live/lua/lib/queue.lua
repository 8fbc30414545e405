-- The queue and the volunteers who may take from it. A ticket is in two lanes: that of its language, and that of its
-- language × topic.

-- Returns the lane member and the keys of both lanes. The member contains the seeker and the topic, so one read of a
-- lane gives whom to notify and which topic lane to update.
local function place_of(id, ticket)
  local topic = ticket.topic ~= '' and ticket.topic or 'none'
  return id .. ' ' .. ticket.seeker .. ' ' .. topic, key('lane', ticket.language), key('lane', ticket.language, topic)
end

local function join_lanes(id, ticket)
  local member, lane, sublane = place_of(id, ticket)
  redis.call('ZADD', lane, ticket.score, member)
  redis.call('ZADD', sublane, ticket.score, member)
end

local function step_in(id, ticket)
  join_lanes(id, ticket)
  redis.call('HINCRBY', key('line'), ticket.language, '1')
end

local function step_out(id, ticket)
  local member, lane, sublane = place_of(id, ticket)
  redis.call('ZREM', lane, member)
  redis.call('ZREM', sublane, member)
  if ticket.asked ~= '' then
    redis.call('HDEL', key('asked'), id)
  end
  redis.call('HINCRBY', key('line'), ticket.language, '1')
end

-- Removes lane members whose ticket record has expired by its fallback TTL. Otherwise they would count as waiting for
-- ever.
local function sweep_lanes()
  for language in pairs(read(key('line')) or {}) do
    for _, member in ipairs(redis.call('ZRANGE', key('lane', language), 0, -1)) do
      local id, topic = string.match(member, '^%S+'), string.match(member, ' (%S+)$') or 'none'
      if redis.call('EXISTS', key('ticket', id)) == 0 then
        redis.call('ZREM', key('lane', language), member)
        redis.call('ZREM', key('lane', language, topic), member)
        redis.call('HDEL', key('asked'), id)
        redis.call('HINCRBY', key('line'), language, '1')
      end
    end
  end
end

-- Returns the number of live tickets of an address prefix (rule R6). Removes ids whose record has expired.
local function live_tickets(prefix)
  local count = 0
  for _, id in ipairs(redis.call('SMEMBERS', key('live-of', prefix))) do
    if redis.call('EXISTS', key('ticket', id)) == 1 then
      count = count + 1
    else
      redis.call('SREM', key('live-of', prefix), id)
    end
  end
  return count
end
-- Unlinks an ended ticket from its address prefix.
local function drop_prefix(id, ticket)
  if ticket.prefix ~= '' then
    redis.call('SREM', key('live-of', ticket.prefix), id)
  end
end

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

local function availability_json(volunteer, now)
  if not volunteer or volunteer.state == '' or volunteer.state == 'off' then
    return '{"state":"off"}'
  elseif volunteer.state == 'ready' then
    return '{"state":"ready"}'
  elseif volunteer.state == 'wrapping_up' then
    return string.format('{"state":"wrapping_up","leftMs":%d}', math.max(0, volunteer.wrapUntil - now))
  end
  return volunteer.missed == '1' and '{"state":"paused","missed":true}' or '{"state":"paused","missed":false}'
end

local function waiting_json(id, ticket, place, keepWithinMs)
  return '{"id":"' .. id .. '","state":"waiting","language":"' .. ticket.language .. '","place":' .. place
    .. ',"keepWithinMs":' .. keepWithinMs .. '}'
end

-- Returns a ticket as JSON. The domain adds the estimated wait before a seeker sees it.
local function ticket_json(id, ticket, now)
  if ticket.state == 'offered' then
    return '{"id":"' .. id .. '","state":"offered","language":"' .. ticket.language .. '"}'
  end
  local member, lane = place_of(id, ticket)
  local place = redis.call('ZRANK', lane, member) + 1
  local keepBy = redis.call('HGET', key('asked'), id)
  return waiting_json(id, ticket, place, keepBy and math.max(0, keepBy - now) or 'null')
end

local function tell_ticket(id, ticket, now)
  local node = fields(key('seeker', ticket.seeker), 'node')
  tell(node, 'seeker ' .. ticket.seeker, 'ticket:updated', ticket_json(id, ticket, now))
end
