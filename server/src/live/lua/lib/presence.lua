--#include kinds participants silence conversations asides calls deadlines
-- A seat's participant disconnects, and connects again.

-- Notifies the other seats that this one connected or disconnected (rule C5). `lostAt`: see presence_of.
local function tell_presence(id, c, seat, lostAt, now)
  tell_others(c, seat, 'presence:changed', { conversationId = id, seat = seat, presence = presence_of(lostAt, now) })
end

-- Call this when a seat has disconnected.
local function go_away(id, c, seat, now, lostMs)
  redis.call('HSET', key('conversation', id), seat .. 'Node', '', seat .. 'LostAt', now)
  if kind_of(c).is_awaited then
    hasten_deadline('lost', id, now + lostMs)
  end
  tell_presence(id, c, seat, now, now)
end

-- Call this when a seat has connected. Its time away does not count as silence (rule C9). It gets the silence state in
-- its snapshot; the other seats get an event.
local function come_back(id, c, seat, node, now, rebuildWaitMs)
  local kind = kind_of(c)
  -- Events of this step go to the new connection, not to the one that it replaces. A seat that was away only gets its
  -- snapshot.
  if c[seat .. 'Node'] ~= '' then
    c[seat .. 'Node'] = node
  end
  -- A loss of the store ends an aside (rule V4), perhaps that of this seat.
  if not kind.is_rebuilt and c.epoch ~= epoch_id() then
    end_aside({ callAside = id, volunteer = c.volunteer, callBy = c.leader })
    c[seat] = nil
  elseif kind.is_rebuilt and take_stock(id, c, now, rebuildWaitMs) then
    -- This may end the visit of this seat.
    call_again(id, c, now)
  end
  if c[seat] == '' then
    return
  end
  redis.call('HSET', key('conversation', id), seat .. 'Node', node, seat .. 'LostAt', '')
  local lostAt = tonumber(c[seat .. 'LostAt'])
  if not lostAt then
    return
  end
  tell_presence(id, c, seat, '', now)
  c[seat .. 'LostAt'], c[seat .. 'Node'] = '', ''
  if kind.counts_silence and is_whole(c) and stops_silence(seat) then
    count_on(id, c, lostAt, now)
    if c.silence ~= '' then
      tell_silence(id, c, now)
    end
  end
end
