--#include participants call-of key-epochs asides told-lists deadlines
-- A volunteer's call to the leaders (rule V4). `calls` indexes the conversations that have one. `callOpenAt`: since when
-- the call is not taken. After `callEscalatesMs` it is escalated: leaders off duty with an open page see it as well.

-- Returns the fields of a conversation that concern its call.
local function read_call(id)
  local c = {}
  c.volunteer, c.volunteerNode, c.volunteerAlias, c.language, c.callKind, c.callAt, c.callBy, c.callByAlias,
    c.callEscalated, c.callAside =
    fields(key('conversation', id), 'volunteer', 'volunteerNode', 'volunteerAlias', 'language', 'callKind', 'callAt',
      'callBy', 'callByAlias', 'callEscalated', 'callAside')
  return c
end

-- Returns all conversations with a call, oldest call first, as { id, record } pairs (see read_call). Leaves out those
-- that cannot be read (rule F9): a command that ends such a call gets the error.
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

local function call_shown(id, c, isMine, now)
  local call = call_of(c, now)
  call.leaderKey, call.escalated = nil, nil
  call.conversationId, call.alias, call.language, call.mine = id, c.volunteerAlias, c.language, isMine
  return call
end

-- Returns the list of calls as leaders on duty see it, or as leaders off duty do; without the own ones (see list_entry).
local function call_entries(calls, isOnDuty, now)
  local entries = {}
  for _, each in ipairs(calls) do
    local id, c = unpack(each)
    if isOnDuty or c.callEscalated == '1' then
      local except = { [c.volunteer] = false }
      if c.callBy ~= '' then
        except[c.callBy] = call_shown(id, c, true, now)
      end
      entries[#entries + 1] = list_entry(call_shown(id, c, false, now), except)
    end
  end
  return entries
end

-- Returns the calls of all others as JSON, as this staff member sees them.
local function calls_json(staff, now)
  local isOnDuty = redis.call('SISMEMBER', key('leaders'), staff) == 1
  if not isOnDuty and redis.call('SISMEMBER', key('connected-leaders'), staff) == 0 then
    return '[]'
  end
  return list_json(call_entries(read_calls(), isOnDuty, now), staff)
end

-- Call this after any change of a call. `wasEscalated`: leaders off duty may have seen it before.
local function tell_leaders(now, wasEscalated)
  local calls = read_calls()
  tell_list('calls', call_entries(calls, true, now), redis.call('SMEMBERS', key('leaders')))
  local escalated = call_entries(calls, false, now)
  if wasEscalated or #escalated > 0 then
    tell_list('calls', escalated, redis.call('SDIFF', key('connected-leaders'), key('leaders')))
  end
end

-- The call is not taken, from now on. The script of the deadline 'escalate' knows the time limit, so it runs at once and sets
-- the deadline anew.
local function open_call(id, c, now)
  c.callOpenAt, c.callEscalated = whole(now), ''
  redis.call('HSET', key('conversation', id), 'callOpenAt', c.callOpenAt, 'callEscalated', '')
  set_deadline('escalate', id, now + 1)
end

-- Sets the leader who has taken the call, with the key of the leader's tab, and notifies the volunteer. Empty strings mean
-- that the call is not taken; the visit then ends (rule E5). The aside ends in each case, unless it is `keptAside`.
local function set_taker(id, c, leader, alias, leaderKey, now, keptAside)
  if leader == '' then
    end_visit(id, read(key('conversation', id)), now)
    open_call(id, c, now)
  else
    c.callEscalated = ''
    clear_deadline('escalate', id)
  end
  if c.callAside ~= keptAside then
    end_aside(c)
    c.callAside = ''
  end
  c.callBy, c.callByAlias, c.callKey = leader, alias, leaderKey
  redis.call('HSET', key('conversation', id), 'callBy', leader, 'callByAlias', alias, 'callKey', leaderKey,
    'callAside', c.callAside, 'callEscalated', '')
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

-- After a loss of the store that kept the conversation: a visit is over, and all leaders are called again, also by a call
-- that the store says a leader has taken. Whether that leader has handed it back meanwhile is not known (rules E5, V4).
local function call_again(id, c, now)
  end_visit(id, c, now)
  if c.callBy ~= '' then
    set_taker(id, c, '', '', '', now)
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
    if c.callKind ~= '' then
      open_call(id, c, now)
    end
  end
  if c.callKind ~= '' then
    redis.call('ZADD', key('calls'), c.callAt, id)
  end
  if c.callKind ~= '' or known and known.callKind ~= '' then
    tell_leaders(now, known and known.callEscalated == '1')
  end
end
