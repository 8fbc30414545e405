-- A conversation's return to the queue: when it is possible, and what the new ticket takes over.

local function differed_with(c, reason)
  return (tonumber(c.differed) or 0) + (reason == 'keys_differ' and 1 or 0)
end

-- Returns the refusal if the seeker may not leave the conversation for this reason; nil if they may.
local function requeue_refusal(c, reason, now, lostChoiceMs, differedMax)
  if reason == 'volunteer_lost' then
    local leftMs = c.volunteerLostAt ~= '' and lostChoiceMs - (now - c.volunteerLostAt)
    if not leftMs or leftMs > 0 then
      return { 'wrong_state', leftMs and whole(leftMs) or nil }
    end
  end
  local hasKeys = c.volunteerKeys == '' or c.volunteerKeys == 'held'
  if (reason == 'keys_lost' and hasKeys) or (reason == 'another' and c.another ~= '')
    or differed_with(c, reason) > differedMax then
    return { 'wrong_state' }
  end
  return nil
end

-- Writes to the ticket what later offers and requeues need to know.
local function carry_over(id, c, reason, now)
  local ticketKey = key('ticket', id)
  -- `turn` counts how often this session has returned to the queue or has been transferred. It orders the session's tickets
  -- and conversations.
  redis.call('HSET', ticketKey, 'differed', differed_with(c, reason), 'turn', (tonumber(c.turn) or 0) + 1)
  if reason == 'keys_differ' then
    -- Prefer another volunteer, if there is one: treated as if this one had declined.
    redis.call('HSET', ticketKey, 'declined ' .. c.volunteer, now)
  end
  local another, anotherAt = c.another, c.anotherAt
  if reason == 'another' then
    another, anotherAt = c.volunteer, now
  end
  if another ~= '' then
    -- For a volunteer whom the seeker asked to leave, the ticket counts as declined, also after later requeues (rule C12).
    redis.call('HSET', ticketKey, 'another', another, 'anotherAt', anotherAt, 'declined ' .. another, anotherAt)
  end
end
