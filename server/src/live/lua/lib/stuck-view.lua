--#include volunteers told-lists
-- Conversations that their volunteer cannot continue, as leaders on duty see them (rule V7). `stuck` indexes them by since
-- when.

local function read_stuck_one(id)
  local c = { id = id }
  c.volunteer, c.volunteerAlias, c.language, c.urgent, c.marked, c.volunteerKeys, c.another, c.transferReason,
    c.transferStaff, c.transferAlias = fields(key('conversation', id), 'volunteer', 'volunteerAlias', 'language', 'urgent',
      'marked', 'volunteerKeys', 'another', 'transferReason', 'transferStaff', 'transferAlias')
  return c
end

-- Returns them oldest first, with the fields above and `since`. Leaves out those that cannot be read (rule F9).
local function read_stuck()
  local stuck = {}
  local flat = redis.call('ZRANGE', key('stuck'), 0, -1, 'WITHSCORES')
  for i = 1, #flat, 2 do
    local isRead, c = pcall(read_stuck_one, flat[i])
    if isRead and c.volunteer ~= '' then
      c.since = flat[i + 1]
      stuck[#stuck + 1] = c
    elseif isRead then
      -- The record has expired by its fallback TTL.
      redis.call('ZREM', key('stuck'), flat[i])
    end
  end
  return stuck
end

local function is_takeover(c)
  return c.transferReason == 'takeover'
end

-- `isMine`: the leader takes it over. `mayTakeOver`: see StuckShown in the contract.
local function stuck_shown(c, isMine, mayTakeOver, now)
  return {
    conversationId = c.id, alias = c.volunteerAlias, language = c.language, danger = is_danger(c),
    why = c.volunteerKeys == 'lost' and 'keys' or 'away', forMs = math.max(0, now - c.since),
    by = is_takeover(c) and c.transferAlias or cjson.null, mine = isMine, mayTakeOver = mayTakeOver,
  }
end

-- Returns the list as leaders see it, without the own conversations (see list_entry).
local function stuck_entries(now)
  local entries = {}
  for _, c in ipairs(read_stuck()) do
    local except = {}
    if c.another ~= '' then except[c.another] = stuck_shown(c, false, false, now) end
    if is_takeover(c) then except[c.transferStaff] = stuck_shown(c, true, true, now) end
    except[c.volunteer] = false
    entries[#entries + 1] = list_entry(stuck_shown(c, false, true, now), except)
  end
  return entries
end

-- Returns it as JSON, as this staff member sees it.
local function stuck_json(staff, now)
  return redis.call('SISMEMBER', key('leaders'), staff) == 1 and list_json(stuck_entries(now), staff) or '[]'
end

-- Call this after any change of what it shows.
local function tell_stuck(now)
  tell_list('stuck', stuck_entries(now), redis.call('SMEMBERS', key('leaders')))
end
