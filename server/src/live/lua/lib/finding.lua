--#include lanes
-- Finding a ticket for a volunteer.

-- Returns for how long (ms) offers are still held back, while a queue that was lost is restored (rule F3).
local function held_ms(now)
  local untilAt = tonumber(fields(key('epoch'), 'holdUntil')) or 0
  return math.max(0, untilAt - now)
end

-- Whether this volunteer may be offered a ticket that they declined. The decline and the volunteer's time alone on duty
-- must both be at least `holdMs` ago (rule O4).
local function may_see(ticket, now, holdMs)
  if ticket.declinedAt == '' then
    return true
  end
  local aloneSince = redis.call('GET', key('alone-since'))
  return aloneSince and now - math.max(tonumber(aloneSince), tonumber(ticket.declinedAt)) >= holdMs
end

-- Returns the fields of a waiting ticket that an offer needs; nil if the ticket no longer exists.
local function read_offerable(id, language, volunteerId)
  local seeker, publicKey, topic, feeling, age, urgent, openedAt, asked, declinedAt = fields(key('ticket', id),
    'seeker', 'publicKey', 'topic', 'feeling', 'age', 'urgent', 'openedAt', 'asked', 'declined ' .. volunteerId)
  return seeker ~= '' and {
    seeker = seeker, publicKey = publicKey, language = language, topic = topic, feeling = feeling, age = age, urgent = urgent,
    openedAt = openedAt, asked = asked, declinedAt = declinedAt,
  } or nil
end

-- Returns the id and record of the oldest ticket that the volunteer can take (rule Q3). It compares only the heads of
-- the lanes, so its cost does not depend on their length. For a volunteer with selected topics, topic lanes are read
-- only if the first ticket of a language has another topic.
local function find_ticket(volunteerId, volunteer, now, holdMs)
  local heads, topics = {}, volunteer.topics
  local function look(lane, language, index, ofAll)
    local member, score = unpack(redis.call('ZRANGE', lane, index, index, 'WITHSCORES'))
    heads[lane] = member and { member = member, score = tonumber(score), language = language, index = index, ofAll = ofAll } or nil
  end
  for language in string.gmatch(volunteer.languages, '[^,]+') do
    look(key('lane', language), language, '0', true)
  end
  while true do
    local bestLane, best
    for lane, head in pairs(heads) do
      if not best or head.score < best.score or head.score == best.score and head.member < best.member then
        bestLane, best = lane, head
      end
    end
    if not best then
      return nil
    end
    local language, id, topic = best.language, split_lane_member(best.member)
    if best.ofAll and topics ~= '' and topic ~= 'none' and not string.find(',' .. topics .. ',', ',' .. topic .. ',', 1, true) then
      heads[bestLane] = nil
      look(key('lane', language, 'none'), language, '0')
      for each in string.gmatch(topics, '[^,]+') do
        look(key('lane', language, each), language, '0')
      end
    else
      local ticket = read_offerable(id, language, volunteerId)
      if not ticket then
        -- The ticket's record has expired by its fallback TTL, but its lane entries remain. Remove the entry from the
        -- lane being read in any case: the loop would never end if it found the entry again.
        for _, lane in ipairs({ bestLane, key('lane', language), key('lane', language, topic) }) do
          redis.call('ZREM', lane, best.member)
        end
        look(bestLane, language, best.index, best.ofAll)
      elseif may_see(ticket, now, holdMs) then
        return id, ticket
      else
        look(bestLane, language, whole(best.index + 1), best.ofAll)
      end
    end
  end
end
