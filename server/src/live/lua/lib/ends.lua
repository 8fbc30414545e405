-- How leaders have ended conversations for their volunteers, whose pages are told when they are back (rule V7).

-- `reason`: 'taken_over' | 'released'.
local function note_end(id, c, reason, keptMs)
  redis.call('HSET', key('ends', c.volunteer), id, reason)
  redis.call('PEXPIRE', key('ends', c.volunteer), keptMs)
end

local function ends_for(staff)
  local ends, flat = {}, redis.call('HGETALL', key('ends', staff))
  for i = 1, #flat, 2 do
    ends[#ends + 1] = { conversationId = flat[i], reason = flat[i + 1] }
  end
  return ends
end
