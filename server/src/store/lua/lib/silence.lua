-- How long it has been the seeker's turn without a word from them (rule C9). Needs: queue, participants.

-- When the volunteer wrote first after the seeker's last word; nil while it is the volunteer's turn, or nobody has
-- written. But nothing counts from before `silentFrom`: the last *stay*, or later by what was not counted.
local function unanswered_since(id, c)
  local logKey, first = key('log', id), nil
  local last = redis.call('LLEN', logKey)
  while last > 0 do
    local from = math.max(0, last - 8)
    local tails = redis.call('LRANGE', logKey, from, last - 1)
    for i = #tails, 1, -1 do
      if string.sub(tails[i], 1, 15) == '"from":"seeker"' then
        last = 0
        break
      elseif tails[i] ~= '' then
        first = tonumber(string.match(tails[i], '"acceptedAt":(%d+)}$'))
      end
    end
    last = math.min(last, from)
  end
  return first and math.max(first, tonumber(c.silentFrom) or 0)
end

-- Since when silence counts; nil while it does not: nor while a side is away, or the log lacks messages.
local function silent_since(id, c)
  if c.seekerLostAt ~= '' or c.volunteerLostAt ~= '' or not is_whole(c) then
    return nil
  end
  return unanswered_since(id, c)
end

-- What the seeker was told of this silence: '' | 'nudge' | 'warning'. Of one that is over, nothing.
local function stage_of(c, since)
  return since and tonumber(c.silentSince) == since and c.silence or ''
end

-- Silence never ends a conversation that is marked as danger, or that the volunteer holds open (rule C9).
local function may_close(c)
  return not is_danger(c) and c.held ~= '1'
end

local function silence_json(id, c, now)
  if c.silence == '' or stage_of(c, silent_since(id, c)) == '' then
    return 'null'
  end
  return string.format('{"stage":"%s","closesInMs":%s,"afterSeq":%d}', c.silence,
    may_close(c) and whole(math.max(0, c.silentUntil - now)) or 'null', redis.call('LLEN', key('log', id)))
end

local function tell_silence(id, c, now)
  local json = '{"conversationId":"' .. id .. '","silence":' .. silence_json(id, c, now) .. '}'
  tell(c.seekerNode, 'seeker ' .. c.seeker, 'conversation:silent', json)
  tell(c.volunteerNode, 'staff ' .. c.volunteer, 'conversation:silent', json)
end

-- From now on silence counts from there, at this stage, and lasts until then.
local function write_silence(id, c, stage, since, untilAt)
  c.silence, c.silentFrom, c.silentSince, c.silentUntil = stage, since, since, untilAt
  redis.call('HSET', key('conversation', id), 'silence', stage, 'silentFrom', whole(since),
    'silentSince', whole(since), 'silentUntil', whole(untilAt))
end

-- Silence counts anew from now; never back, by another node's clock.
local function count_anew(id, c, now, nudgeMs)
  c.silence = ''
  redis.call('HSET', key('conversation', id), 'silence', '',
    'silentFrom', whole(math.max(now, tonumber(c.silentFrom) or 0)))
  set_deadline('silence', id, now + nudgeMs)
end

-- What had counted until `stoppedAt` goes on counting from now: between the two nobody could answer anybody. While the
-- other side is still away, it counts as if until that one went: at its return it goes on from there.
local function count_on(id, c, stoppedAt, now)
  local since = unanswered_since(id, c)
  if since then
    local stage = stage_of(c, since)
    local goesOnAt = math.min(now, tonumber(c.seekerLostAt) or now, tonumber(c.volunteerLostAt) or now)
    local from = goesOnAt - math.max(0, math.min(stoppedAt, goesOnAt) - since)
    write_silence(id, c, stage, from, stage == '' and 0 or c.silentUntil + from - since)
    hasten_deadline('silence', id, now)
  end
end
