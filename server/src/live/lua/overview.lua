--#include lanes volunteers answering
-- Counts only: how many wait in each lane and for how long, and how many staff are there (rules I1, Q5).
-- KEYS[1] root
-- ARGV    breakMs, volunteerGoneMs, now: number; languages, topics: string (comma-separated, the latter with 'none')
-- ok      { lanes: [{ language, topic | null, waiting, urgent }], versions: { language: n }, matches: { language: [ms]
--         }, oldestWaitMs | null, waiting, onDuty, leaders, ready, answering, conversations }
local breakMs, volunteerGoneMs, now, languages, topics = unpack(ARGV)
breakMs, volunteerGoneMs = tonumber(breakMs), tonumber(volunteerGoneMs)

local lanes, versions, matches = {}, {}, {}
local waiting, oldest = 0, nil
local line = read(key('line')) or {}
for language in string.gmatch(languages, '[^,]+') do
  local version = line[language] or ''
  if version ~= '' then
    table.insert(versions, '"' .. language .. '":' .. version)
    table.insert(matches, '"' .. language .. '":[' .. table.concat(redis.call('LRANGE', key('matches', language), 0, -1), ',') .. ']')
    waiting = waiting + redis.call('ZCARD', key('lane', language))
    -- The longest wait is that of the first ticket, or of the first that is not urgent.
    for _, from in ipairs({ '-inf', '0' }) do
      local head = redis.call('ZRANGE', key('lane', language), from, '+inf', 'BYSCORE', 'LIMIT', 0, 1)[1]
      local openedAt = head and redis.call('HGET', key('ticket', (split_lane_member(head))), 'openedAt')
      if openedAt then
        oldest = math.max(oldest or 0, now - openedAt)
      end
    end
    for topic in string.gmatch(topics, '[^,]+') do
      local count = redis.call('ZCARD', key('lane', language, topic))
      if count > 0 then
        local named = topic == 'none' and 'null' or '"' .. topic .. '"'
        local urgent = redis.call('ZCOUNT', key('lane', language, topic), '-inf', '(0')
        table.insert(lanes, '{"language":"' .. language .. '","topic":' .. named .. ',"waiting":' .. count
          .. ',"urgent":' .. urgent .. '}')
      end
    end
  end
end
local ready, answering, conversations, onDuty = 0, 0, 0, redis.call('SMEMBERS', key('duty'))
for _, id in ipairs(onDuty) do
  local volunteer = {}
  volunteer.state, volunteer.capacity, volunteer.connection =
    fields(key('volunteer', id), 'state', 'capacity', 'connection')
  -- A volunteer with a pending offer still counts as ready.
  if volunteer.state == 'ready' and volunteer.connection ~= '' and has_room(id, volunteer) then
    ready = ready + 1
  end
  if answers(id, now, breakMs, volunteerGoneMs) then
    answering = answering + 1
  end
  conversations = conversations + load_of(id)
end
-- Concatenated, because every node asks each second.
return { 'ok', '{"lanes":[' .. table.concat(lanes, ',') .. '],"versions":{' .. table.concat(versions, ',')
  .. '},"matches":{' .. table.concat(matches, ',') .. '},"oldestWaitMs":' .. (oldest and whole(oldest) or 'null')
  .. ',"waiting":' .. waiting .. ',"onDuty":' .. #onDuty .. ',"leaders":' .. redis.call('SCARD', key('leaders'))
  .. ',"ready":' .. ready .. ',"answering":' .. answering .. ',"conversations":' .. conversations .. '}' }
