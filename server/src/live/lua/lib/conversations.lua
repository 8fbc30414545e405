--#include volunteers participants silence transfer-view call-of deadlines
-- What each seat sees of an active conversation.

-- Returns a seat's presence as a table. `lostAt` is '' if it is connected, otherwise when it disconnected (ms since the
-- epoch).
local function presence_of(lostAt, now)
  if lostAt == '' then
    return { connected = true }
  end
  return { connected = false, lostForMs = math.max(0, now - lostAt) }
end

-- After the store's epoch has changed, the log may lack the latest messages. This marks all seats as owing their copies
-- of the messages after `base` (rule F3), for which the others wait `waitMs` (rule C15). Returns whether the epoch has
-- changed. If the log was not complete before, `base` stays: there are empty places after it.
local function take_stock(id, c, now, waitMs)
  local epoch = epoch_id()
  if c.epoch == epoch then
    return false
  end
  local length = redis.call('LLEN', key('log', id))
  local owing = {
    epoch = epoch, base = is_whole_in(c.epoch, c) and length or math.min(tonumber(c.base) or 0, length), whole = '',
  }
  for _, seat in ipairs(seats_of(c)) do
    owing[seat .. 'Epoch'] = ''
  end
  write(key('conversation', id), owing)
  set_deadline('rebuild', id, now + waitMs)
  for name, value in pairs(owing) do
    c[name] = value
  end
  return true
end

-- Returns what everybody in the conversation sees of each seat, as a table by seat.
local function seats_shown(c, now)
  local shown = {}
  for _, seat in ipairs(seats_of(c)) do
    shown[seat] = {
      presence = presence_of(c[seat .. 'LostAt'], now),
      received = tonumber(c[seat .. 'Received']), sent = tonumber(c[seat .. 'Sent']),
    }
    if c[seat .. 'Alias'] ~= '' then shown[seat].alias = c[seat .. 'Alias'] end
  end
  return shown
end

-- Returns who is in the conversation, with which keys, and where its log ends, as a table. Only the leader gets what is
-- sealed to the leader.
local function roster_of(id, c, seat, now)
  local roster = {
    seats = seats_shown(c, now), keyEpoch = cjson.decode(c.keyEpoch), visit = cjson.null,
    lastSeq = redis.call('LLEN', key('log', id)),
  }
  if c.visit ~= '' then
    roster.visit = cjson.decode(c.visit)
    roster.visit.forLeader = seat == 'leader' and roster.visit.forLeader or nil
  end
  return roster
end

-- Returns the conversation as a table.
local function conversation_of(id, c, seat, now)
  local roster = roster_of(id, c, seat, now)
  local shown = {
    id = id, kind = c.kind, seat = seat, seats = roster.seats, keyEpoch = roster.keyEpoch, visit = roster.visit,
    language = c.language, urgent = c.urgent == '1',
    danger = is_danger(c), held = seat == 'volunteer' and c.held == '1',
    call = seat == 'volunteer' and call_of(c, now) or cjson.null,
    volunteerKeys = volunteer_keys(c),
    encapsulation = c.encapsulation, confirmations = { volunteer = c.volunteerConfirmation },
    startedAt = tonumber(c.startedAt), startedForMs = math.max(0, now - c.startedAt), plannedMs = tonumber(c.plannedMs),
    lastSeq = roster.lastSeq,
    silence = seat ~= 'leader' and silence_of(id, c, now) or cjson.null, mayAskAnother = seat == 'seeker' and c.another == '',
    transfer = seat ~= 'leader' and transfer_of(c) or cjson.null,
  }
  if not is_whole_in(c.epoch, c) then
    shown.rebuild = { after = tonumber(c.base), owed = c[seat .. 'Epoch'] ~= c.epoch }
  elseif c[seat .. 'Epoch'] ~= c.epoch then
    shown.rebuiltAfter = tonumber(c.base)
  end
  if c.previous ~= '' and seat ~= 'leader' then
    shown.previous = {
      conversationId = c.previous, alias = c.previousAlias, transferId = c.previousTransfer, takeover = c.previousTakeover == '1',
    }
  end
  if c.topic ~= '' then shown.topic = c.topic end
  if c.age ~= '' and seat == 'volunteer' then shown.age = c.age end
  if c.seekerConfirmation ~= '' then shown.confirmations.seeker = c.seekerConfirmation end
  return shown
end

-- Adds the conversations of one index of a volunteer to a list, as { id, record } pairs. Removes an id whose record has
-- expired by its fallback TTL.
local function add_conversations(held, volunteer, index)
  for _, id in ipairs(redis.call('SMEMBERS', key('volunteer', volunteer, index))) do
    local c = read(key('conversation', id))
    if c then
      held[#held + 1] = { id, c }
    else
      redis.call('SREM', key('volunteer', volunteer, index), id)
      clear_deadline('silence', id)
      index_volunteer(volunteer)
    end
  end
end

local function oldest_first(held)
  table.sort(held, function(a, b)
    local startedA, startedB = tonumber(a[2].startedAt), tonumber(b[2].startedAt)
    return startedA < startedB or startedA == startedB and a[1] < b[1]
  end)
  return held
end

-- Returns the conversations that a volunteer holds, oldest first, as { id, record } pairs.
local function held_by(volunteer)
  local held = {}
  add_conversations(held, volunteer, 'conversations')
  return oldest_first(held)
end

-- Returns all conversations in which a staff member has a seat, also as a visitor, and asides, in the same form.
local function seated(staff)
  local held = {}
  add_conversations(held, staff, 'conversations')
  add_conversations(held, staff, 'visits')
  add_conversations(held, staff, 'asides')
  return oldest_first(held)
end
