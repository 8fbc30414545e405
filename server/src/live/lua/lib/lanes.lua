-- The queue. A waiting ticket is in two lanes: that of its language, and that of its language × topic.

-- An urgent ticket's score is lower by this than that of others, so it comes before all of them (rule Q3). Larger than
-- every score (ms since the epoch), and small enough that the difference is exact.
local URGENT_LEAD = 2 ^ 50
local function urgent_score(score)
  return whole(score - URGENT_LEAD)
end

-- A lane member contains the seeker and the topic, so one read of a lane gives whom to notify and which topic lane to
-- update.
local function lane_member(id, seeker, topic)
  return id .. ' ' .. seeker .. ' ' .. topic
end
-- Returns the ticket's id and its topic, or 'none'.
local function split_lane_member(member)
  return string.match(member, '^(%S+) %S+ (%S+)$')
end

-- Returns the lane member and the keys of both lanes.
local function place_of(id, ticket)
  local topic = ticket.topic ~= '' and ticket.topic or 'none'
  return lane_member(id, ticket.seeker, topic), key('lane', ticket.language), key('lane', ticket.language, topic)
end

-- Returns how many tickets wait in all languages, and how many of them in this one. `line`: language → anything.
local function count_waiting(line, language)
  local all, own = 0, 0
  for each in pairs(line) do
    local length = redis.call('ZCARD', key('lane', each))
    all, own = all + length, each == language and length or own
  end
  return all, own
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
