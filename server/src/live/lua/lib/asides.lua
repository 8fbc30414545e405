--#include conversations
-- The encrypted line between a volunteer and the leader who has taken the call (rule V4): a conversation of its own. The
-- conversation of the call has its id in `callAside` from when it is reserved, and the aside has that conversation in `of`.

-- Returns the aside as a table, as one of its seats sees it.
local function aside_of(id, c, seat, now)
  local confirmations = { volunteer = c.volunteerConfirmation }
  if c.leaderConfirmation ~= '' then confirmations.leader = c.leaderConfirmation end
  return {
    id = id, kind = c.kind, seat = seat, of = c.of, seats = seats_shown(c, now), encapsulation = c.encapsulation,
    confirmations = confirmations, startedAt = tonumber(c.startedAt), startedForMs = math.max(0, now - c.startedAt),
    lastSeq = redis.call('LLEN', key('log', id)),
  }
end

-- Ends the aside of a call, if there is one: deletes all its data, and notifies both. `c`: the conversation of the call,
-- before others take the call. The aside's own record is not read, so that the call can end if it is unreadable (rule F9).
local function end_aside(c)
  local id = c.callAside
  if id == '' then
    return
  end
  for _, staff in ipairs({ c.volunteer, c.callBy }) do
    if redis.call('SREM', key('volunteer', staff, 'asides'), id) == 1 then
      local node = fields(key('volunteer', staff), 'node')
      tell(node, 'staff', staff, 'aside:ended', { conversationId = id })
    end
  end
  redis.call('DEL', key('conversation', id), key('log', id))
end
