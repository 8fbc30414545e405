-- Builds the view of an active conversation for one side, tracks presence, and ends conversations. Needs: queue,
-- silence.

local function presence_json(lostAt, now)
  if lostAt == '' then
    return '{"connected":true}'
  end
  return string.format('{"connected":false,"lostForMs":%d}', math.max(0, now - lostAt))
end

-- After the store's epoch has changed, the log may lack the latest messages. This marks both sides as owing their
-- copies of the messages after `base` (rule F3).
local function take_stock(id, c)
  local epoch = epoch_id()
  if c.epoch == epoch then
    return
  end
  c.epoch, c.base, c.seekerEpoch, c.volunteerEpoch = epoch, redis.call('LLEN', key('log', id)), '', ''
  redis.call('HSET', key('conversation', id), 'epoch', epoch, 'base', c.base, 'seekerEpoch', '', 'volunteerEpoch', '')
end

local function conversation_json(id, c, side, now)
  local shown = {
    id = id, side = side, alias = c.alias, language = c.language, urgent = c.urgent == '1',
    danger = is_danger(c), held = side == 'volunteer' and c.held == '1',
    volunteerKeys = c.volunteerKeys ~= '' and c.volunteerKeys or 'held',
    encapsulation = c.encapsulation, confirmations = { volunteer = c.volunteerConfirmation },
    startedAt = tonumber(c.startedAt), startedForMs = math.max(0, now - c.startedAt), plannedMs = tonumber(c.plannedMs),
    lastSeq = redis.call('LLEN', key('log', id)),
    received = { seeker = tonumber(c.seekerReceived), volunteer = tonumber(c.volunteerReceived) },
    other = cjson.decode(presence_json(side == 'seeker' and c.volunteerLostAt or c.seekerLostAt, now)),
  }
  if c.seekerEpoch ~= c.epoch or c.volunteerEpoch ~= c.epoch then
    shown.rebuild = { after = tonumber(c.base), owed = c[side .. 'Epoch'] ~= c.epoch }
  end
  shown.silence, shown.mayAskAnother = cjson.decode(silence_json(id, c, now)), side == 'seeker' and c.another == ''
  if c.topic ~= '' then shown.topic = c.topic end
  if c.age ~= '' and side == 'volunteer' then shown.age = c.age end
  if c.seekerConfirmation ~= '' then shown.confirmations.seeker = c.seekerConfirmation end
  return cjson.encode(shown)
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

-- Deletes all data of the conversation in this script and notifies both sides (rule A6). Only the seeker's tombstone
-- remains. It holds the reason, whether the conversation was marked as danger, and the volunteer's last encrypted
-- message, if any. `goesOn`: the seeker's session continues.
local function end_conversation(id, c, reason, lastMessage, now, wrapUpMs, tombstoneMs, goesOn)
  tell_over('conversation', id)
  if not goesOn then
    tell_over('seeker', c.seeker)
  end
  local ended = { conversationId = id, reason = reason }
  local toVolunteer = cjson.encode(ended)
  ended.danger = is_danger(c)
  if lastMessage ~= '' then
    ended.lastMessage = cjson.decode(lastMessage)
  end
  local seekerNode = fields(key('seeker', c.seeker), 'node')
  tell(seekerNode, 'seeker ' .. c.seeker, 'conversation:ended', cjson.encode(ended))
  redis.call('DEL', key('conversation', id), key('log', id), key('sent', id), key('seeker', c.seeker))
  redis.call('SREM', key('on', seekerNode), 'seeker ' .. c.seeker)
  clear_deadline('seat', id)
  clear_deadline('lost', id)
  clear_deadline('silence', id)
  if reason ~= 'exit' then
    ended.kind = 'conversation_ended'
    redis.call('SET', key('tombstone', c.seeker), cjson.encode(ended), 'PX', tombstoneMs)
    set_deadline('tombstone', c.seeker, now + tombstoneMs)
    -- The seeker may give feedback once, as long as the tombstone exists (rule T6). The feeling stated before the
    -- conversation is kept for comparison.
    if not goesOn and reason ~= 'keys_differ' then
      redis.call('SET', key('feedback', c.seeker), 'open ' .. c.feeling, 'PX', tombstoneMs)
    end
  end

  local volunteerKey = key('volunteer', c.volunteer)
  redis.call('SREM', key('volunteer', c.volunteer, 'conversations'), id)
  local volunteer = read(volunteerKey)
  if not volunteer then
    return
  end
  if wrapUpMs > 0 and volunteer.state ~= 'off' then
    local after = volunteer.state == 'wrapping_up' and volunteer.after or volunteer.state
    redis.call('HSET', volunteerKey, 'state', 'wrapping_up', 'after', after, 'wrapUntil', now + wrapUpMs)
    volunteer.state, volunteer.wrapUntil = 'wrapping_up', now + wrapUpMs
    set_deadline('wrap-up', c.volunteer, now + wrapUpMs)
  end
  index_volunteer(c.volunteer)
  -- Send the availability first. Otherwise the page would show the volunteer as ready between the two events.
  tell(volunteer.node, 'staff ' .. c.volunteer, 'availability:changed',
    '{"availability":' .. availability_json(volunteer, now) .. '}')
  tell(volunteer.node, 'staff ' .. c.volunteer, 'conversation:ended', toVolunteer)
end

-- Notifies the other side of the conversation that this side connected or disconnected (rule C5). `lostAt` is '' if it
-- is connected, otherwise when it disconnected (ms since the epoch).
local function tell_presence(id, c, side, lostAt, now)
  local json = '{"conversationId":"' .. id .. '","presence":' .. presence_json(lostAt, now) .. '}'
  if side == 'seeker' then
    tell(c.volunteerNode, 'staff ' .. c.volunteer, 'presence:changed', json)
  else
    tell(c.seekerNode, 'seeker ' .. c.seeker, 'presence:changed', json)
  end
end

-- Call this when one side has reconnected. Its time away does not count as silence (rule C9). The side itself gets the
-- silence state in its snapshot; the other side gets an event.
local function come_back(id, c, side, now)
  local lostAt = tonumber(c[side .. 'LostAt'])
  c[side .. 'LostAt'], c[side .. 'Node'] = '', ''
  if is_whole(c) then
    count_on(id, c, lostAt, now)
    if c.silence ~= '' then
      tell_silence(id, c, now)
    end
  end
end
