--#include participants call-of key-epochs asides
-- A volunteer's call to the leaders on duty (rule V4). `calls` indexes the conversations that have one.

-- Returns the fields of a conversation that concern its call.
local function read_call(id)
  local c = {}
  c.volunteer, c.volunteerNode, c.volunteerAlias, c.language, c.callKind, c.callAt, c.callBy, c.callByAlias, c.callAside =
    fields(key('conversation', id), 'volunteer', 'volunteerNode', 'volunteerAlias', 'language', 'callKind', 'callAt',
      'callBy', 'callByAlias', 'callAside')
  return c
end

-- Returns all conversations with a call, oldest call first, as { id, record } pairs (see read_call). Leaves out those
-- that cannot be read (rule F9): whoever ends such a call gets the error.
local function read_calls()
  local calls = {}
  for _, id in ipairs(redis.call('ZRANGE', key('calls'), '0', '-1')) do
    local isRead, c = pcall(read_call, id)
    if not isRead then
      -- It stays in the index, because it may be readable again.
    elseif c.callKind ~= '' then
      calls[#calls + 1] = { id, c }
    else
      -- The call or its conversation has ended, or the record has expired by its fallback TTL.
      redis.call('ZREM', key('calls'), id)
    end
  end
  return calls
end

-- Returns the calls of all others, as a leader sees them.
local function calls_for(leader, calls, now)
  local shown = {}
  for _, each in ipairs(calls) do
    local id, c = unpack(each)
    if c.volunteer ~= leader then
      local call = call_of(c, now)
      call.leaderKey = nil
      call.conversationId, call.alias, call.language, call.mine = id, c.volunteerAlias, c.language, c.callBy == leader
      shown[#shown + 1] = call
    end
  end
  return shown
end

local function tell_calls(leader, calls, now)
  local shown = calls_for(leader, calls, now)
  -- cjson would encode an empty list as an object.
  local json = #shown > 0 and cjson.encode(shown) or '[]'
  local node = fields(key('volunteer', leader), 'node')
  tell_line(node, typed_id('staff', leader) .. '\ncalls:changed\n{"calls":' .. json .. '}')
end

-- Call this after any change of a call.
local function tell_leaders(now)
  local calls, leaders = read_calls(), redis.call('SMEMBERS', key('leaders'))
  table.sort(leaders)
  for _, leader in ipairs(leaders) do
    tell_calls(leader, calls, now)
  end
end

-- Sets who has taken the call, with the key of the leader's tab, and notifies its volunteer. '' and so on: nobody; a visit
-- of that leader is then over (rule E5). So is the aside, in each case: the other key is of another tab.
local function set_taker(id, c, leader, alias, leaderKey, now)
  if leader == '' then
    end_visit(id, read(key('conversation', id)), now)
  end
  end_aside(c)
  c.callBy, c.callByAlias, c.callKey, c.callAside = leader, alias, leaderKey, ''
  redis.call('HSET', key('conversation', id), 'callBy', leader, 'callByAlias', alias, 'callKey', leaderKey, 'callAside', '')
  tell_seat(c, 'volunteer', 'call:changed', { conversationId = id, call = call_of(c, now) })
end

-- Hands all calls back that a leader has taken. Call it when a leader no longer leads on duty.
local function return_calls(leader, now)
  local hasReturned = false
  for _, each in ipairs(read_calls()) do
    local id, c = unpack(each)
    if c.callBy == leader then
      set_taker(id, c, '', '', '', now)
      hasReturned = true
    end
  end
  if hasReturned then
    tell_leaders(now)
  end
end

-- Applies the call of a resume ticket. `known`: the stored record before; nil if there was none. A leader who had taken
-- the call before the loss is not known to return, so all leaders are called again.
local function restore_call(id, c, known, now)
  local conversationKey = key('conversation', id)
  redis.call('HSET', conversationKey, 'callKind', c.callKind, 'callAt', c.callAt)
  if not known or known.callAt ~= c.callAt then
    if known then
      end_visit(id, known, now)
      end_aside(known)
    end
    redis.call('HSET', conversationKey, 'callBy', '', 'callByAlias', '', 'callKey', '', 'callAside', '')
  end
  if c.callKind ~= '' then
    redis.call('ZADD', key('calls'), c.callAt, id)
  end
  if c.callKind ~= '' or known and known.callKind ~= '' then
    tell_leaders(now)
  end
end
