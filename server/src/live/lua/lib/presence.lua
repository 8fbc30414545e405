--#include participants silence conversations deadlines
-- A side of a conversation disconnects, and connects again.

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
