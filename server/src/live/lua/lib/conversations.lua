--#include volunteers availability participants silence held deadlines
-- Builds the view of an active conversation for one side, tracks presence, and ends conversations.

-- Returns a side's presence as a table. `lostAt` is '' if it is connected, otherwise when it disconnected (ms since the
-- epoch).
local function presence_of(lostAt, now)
  if lostAt == '' then
    return { connected = true }
  end
  return { connected = false, lostForMs = math.max(0, now - lostAt) }
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

-- Returns the conversation as a table.
local function conversation_of(id, c, side, now)
  local shown = {
    id = id, side = side, alias = c.alias, language = c.language, urgent = c.urgent == '1',
    danger = is_danger(c), held = side == 'volunteer' and c.held == '1',
    volunteerKeys = c.volunteerKeys ~= '' and c.volunteerKeys or 'held',
    encapsulation = c.encapsulation, confirmations = { volunteer = c.volunteerConfirmation },
    startedAt = tonumber(c.startedAt), startedForMs = math.max(0, now - c.startedAt), plannedMs = tonumber(c.plannedMs),
    lastSeq = redis.call('LLEN', key('log', id)),
    received = { seeker = tonumber(c.seekerReceived), volunteer = tonumber(c.volunteerReceived) },
    other = presence_of(c[OTHER[side] .. 'LostAt'], now), silence = silence_of(id, c, now),
    mayAskAnother = side == 'seeker' and c.another == '',
  }
  if c.seekerEpoch ~= c.epoch or c.volunteerEpoch ~= c.epoch then
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

-- Writes what remains of an ended conversation: its end, and the right to give feedback once, both for as long (rules
-- A6, T6). The feeling stated before the conversation is kept for comparison.
local function bury(c, ended, now, tombstoneMs)
  ended.kind = 'conversation_ended'
  redis.call('SET', key('tombstone', c.seeker), cjson.encode(ended), 'PX', tombstoneMs)
  set_deadline('tombstone', c.seeker, now + tombstoneMs)
  if ended.reason ~= 'keys_differ' then
    local rightKey = key('feedback', c.seeker)
    redis.call('DEL', rightKey)
    redis.call('HSET', rightKey, 'state', 'open', 'feeling', c.feeling)
    redis.call('PEXPIRE', rightKey, tombstoneMs)
  end
end

-- Ends the conversation for its volunteer, with a wrap-up of `wrapUpMs` (rule O6).
local function free_volunteer(id, c, reason, now, wrapUpMs)
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
  tell_availability(c.volunteer, volunteer, now)
  tell(volunteer.node, 'staff', c.volunteer, 'conversation:ended', { conversationId = id, reason = reason })
end

-- Deletes all data of the conversation in this script and notifies its volunteer (rule A6).
local function delete_conversation(id, c, reason, now, wrapUpMs)
  redis.call('DEL', key('conversation', id), key('log', id), key('sent', id))
  clear_deadline('seat', id)
  clear_deadline('lost', id)
  clear_deadline('silence', id)
  free_volunteer(id, c, reason, now, wrapUpMs)
end

-- Ends the conversation and the seeker's session. Only the seeker's tombstone remains, unless the reason is 'exit'. It
-- holds the reason, whether the conversation was marked as danger, and the volunteer's last encrypted message, if any.
local function end_conversation(id, c, reason, lastMessage, now, wrapUpMs, tombstoneMs)
  tell_over('conversation', id)
  tell_over('seeker', c.seeker)
  local ended = { conversationId = id, reason = reason, danger = is_danger(c), lastMessage = lastMessage }
  local node = fields(key('seeker', c.seeker), 'node')
  tell(node, 'seeker', c.seeker, 'conversation:ended', ended)
  redis.call('DEL', key('seeker', c.seeker))
  let_go(node, 'seeker', c.seeker)
  if reason ~= 'exit' then
    bury(c, ended, now, tombstoneMs)
  end
  delete_conversation(id, c, reason, now, wrapUpMs)
end

-- Notifies the other side of the conversation that this side connected or disconnected (rule C5). `lostAt`: see
-- presence_of.
local function tell_presence(id, c, side, lostAt, now)
  tell_side(c, OTHER[side], 'presence:changed', { conversationId = id, presence = presence_of(lostAt, now) })
end

-- Call this when one side has disconnected.
local function go_away(id, c, side, now, lostMs)
  redis.call('HSET', key('conversation', id), side .. 'Node', '', side .. 'LostAt', now)
  hasten_deadline('lost', id, now + lostMs)
  tell_presence(id, c, side, now, now)
end

-- Call this when one side has connected. Its time away does not count as silence (rule C9). The side itself gets the
-- silence state in its snapshot; the other side gets an event.
local function come_back(id, c, side, node, now)
  take_stock(id, c)
  redis.call('HSET', key('conversation', id), side .. 'Node', node, side .. 'LostAt', '')
  local lostAt = tonumber(c[side .. 'LostAt'])
  if not lostAt then
    return
  end
  tell_presence(id, c, side, '', now)
  c[side .. 'LostAt'], c[side .. 'Node'] = '', ''
  if is_whole(c) then
    count_on(id, c, lostAt, now)
    if c.silence ~= '' then
      tell_silence(id, c, now)
    end
  end
end
