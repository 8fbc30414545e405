--#include volunteers participants silence calls deadlines
-- What each side sees of an active conversation.

-- Returns a side's presence as a table. `lostAt` is '' if it is connected, otherwise when it disconnected (ms since the
-- epoch).
local function presence_of(lostAt, now)
  if lostAt == '' then
    return { connected = true }
  end
  return { connected = false, lostForMs = math.max(0, now - lostAt) }
end

-- After the store's epoch has changed, the log may lack the latest messages. This marks both sides as owing their
-- copies of the messages after `base` (rule F3). If not both had handed in their copies before, `base` stays: there are
-- empty places after it.
local function take_stock(id, c)
  local epoch = epoch_id()
  if c.epoch == epoch then
    return
  end
  local length = redis.call('LLEN', key('log', id))
  c.base = is_whole_in(c.epoch, c) and length or math.min(tonumber(c.base) or 0, length)
  c.epoch, c.seekerEpoch, c.volunteerEpoch = epoch, '', ''
  redis.call('HSET', key('conversation', id), 'epoch', epoch, 'base', c.base, 'seekerEpoch', '', 'volunteerEpoch', '')
end

-- Returns a numeric field of each side as a table by side.
local function by_side(c, name)
  local values = {}
  for _, side in ipairs(SIDES) do
    values[side] = tonumber(c[side .. name])
  end
  return values
end

-- Returns the conversation as a table.
local function conversation_of(id, c, side, now)
  local shown = {
    id = id, side = side, alias = c.alias, language = c.language, urgent = c.urgent == '1',
    danger = is_danger(c), held = side == 'volunteer' and c.held == '1',
    call = side == 'volunteer' and call_of(c, now) or cjson.null,
    volunteerKeys = c.volunteerKeys ~= '' and c.volunteerKeys or 'held',
    encapsulation = c.encapsulation, confirmations = { volunteer = c.volunteerConfirmation },
    startedAt = tonumber(c.startedAt), startedForMs = math.max(0, now - c.startedAt), plannedMs = tonumber(c.plannedMs),
    lastSeq = redis.call('LLEN', key('log', id)),
    received = by_side(c, 'Received'), sent = by_side(c, 'Sent'),
    other = presence_of(c[OTHER[side] .. 'LostAt'], now), silence = silence_of(id, c, now),
    mayAskAnother = side == 'seeker' and c.another == '',
  }
  if not is_whole_in(c.epoch, c) then
    shown.rebuild = { after = tonumber(c.base), owed = c[side .. 'Epoch'] ~= c.epoch }
  end
  if c.topic ~= '' then shown.topic = c.topic end
  if c.age ~= '' and side == 'volunteer' then shown.age = c.age end
  if c.seekerConfirmation ~= '' then shown.confirmations.seeker = c.seekerConfirmation end
  return shown
end

-- Returns the conversations that a volunteer holds, oldest first, as { id, record } pairs. Removes an id whose record
-- has expired by its fallback TTL.
local function held_by(volunteer)
  local held = {}
  for _, id in ipairs(redis.call('SMEMBERS', key('volunteer', volunteer, 'conversations'))) do
    local c = read(key('conversation', id))
    if c then
      held[#held + 1] = { id, c }
    else
      redis.call('SREM', key('volunteer', volunteer, 'conversations'), id)
      clear_deadline('silence', id)
      index_volunteer(volunteer)
    end
  end
  table.sort(held, function(a, b)
    local startedA, startedB = tonumber(a[2].startedAt), tonumber(b[2].startedAt)
    return startedA < startedB or startedA == startedB and a[1] < b[1]
  end)
  return held
end
