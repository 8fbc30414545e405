--#include transfer-view pending-offers stuck-view deadlines
-- A pending transfer changes (rule C11). `asked`: only the conversation's record knows of it. `waiting`: the seeker's
-- answer has a record, and the conversation is in the index. `offered`: the record names the offer instead.

local function set_transfer_state(id, c, state)
  c.transferState = state
  redis.call('HSET', key('conversation', id), 'transferState', state)
  tell_transfer_to_both(id, c)
end

-- Deletes the seeker's answer and withdraws the offer. The other volunteer can then get another offer within a second.
local function drop_transfer(id, c, now)
  if c.transferId == '' then
    return
  end
  local offerId = fields(key('transfer', id), 'offer')
  redis.call('DEL', key('transfer', id))
  redis.call('ZREM', key('transfers'), id)
  local offer = offerId ~= '' and read(key('offer', offerId))
  if offer then
    drop_offer(offerId, offer)
    tell_expired(offerId, offer, 'withdrawn')
    hasten_deadline('rematch', c.language, now + 1)
  end
end

-- Ends the transfer of a conversation that goes on.
local function end_transfer(id, c, now)
  local wasTakeover = is_takeover(c)
  drop_transfer(id, c, now)
  for _, name in ipairs(TRANSFER_FIELDS) do
    c[name] = nil
  end
  redis.call('HDEL', key('conversation', id), unpack(TRANSFER_FIELDS))
  -- So that this wins over an older resume ticket (rule F3).
  redis.call('HINCRBY', key('conversation', id), 'marks', '1')
  if wasTakeover then
    tell_stuck(now)
  end
end

-- The same, and notifies seeker and volunteer. `outcome`: see tell_transfer.
local function fail_transfer(id, c, outcome, now)
  end_transfer(id, c, now)
  tell_transfer_to_both(id, c, outcome)
end

-- Returns the waiting transfers, oldest first, as { id, ticket, record, answer } tables (see transfer_ticket). Removes those
-- whose records have expired by their fallback TTL. Leaves out those whose records cannot be read (rule F9).
local function waiting_transfers(now)
  local waiting = {}
  for _, id in ipairs(redis.call('ZRANGE', key('transfers'), 0, -1)) do
    local isRead, ticket, c, answer = pcall(transfer_ticket, id)
    if not isRead then
      -- A command that answers, cancels or ends it gets the error.
    elseif ticket then
      waiting[#waiting + 1] = { id = id, ticket = ticket, record = c, answer = answer }
    elseif c then
      fail_transfer(id, c, 'gone', now)
    else
      redis.call('DEL', key('transfer', id))
      redis.call('ZREM', key('transfers'), id)
    end
  end
  return waiting
end

-- Ends the transfers that wait for this person, who has gone off duty or has been away for long.
local function end_transfers_to(staff, now)
  for _, transfer in ipairs(waiting_transfers(now)) do
    local c = transfer.record
    if c.transferTo == 'colleague' and c.transferStaff == staff then
      fail_transfer(transfer.id, c, 'gone', now)
    end
  end
end

-- The offer was declined or missed. The search goes on, unless it was for this colleague. The caller drops the offer.
local function search_on(id, c, staff, now, holdMs)
  redis.call('HSET', key('transfer', id), 'offer', '', 'declined ' .. staff, whole(now))
  if c.transferTo == 'colleague' then
    fail_transfer(id, c, 'declined', now)
    return
  end
  redis.call('ZADD', key('transfers'), fields(key('transfer', id), 'answeredAt'), id)
  set_deadline('rematch', c.language, now + holdMs)
  set_transfer_state(id, c, 'waiting')
end
