--#include participants
-- What seeker and volunteer see of its pending transfer (rule C11).

-- The fields of the conversation's record that describe it. Resume tickets carry them, and so not the seeker's key, which
-- is long.
local TRANSFER_FIELDS = {
  'transferId', 'transferReason', 'transferTo', 'transferStaff', 'transferAlias', 'transferState',
}

-- Returns the transfer as a table; cjson.null if none is pending.
local function transfer_of(c)
  if c.transferId == '' then
    return cjson.null
  end
  local to = { kind = c.transferTo }
  if c.transferTo == 'colleague' then to.alias = c.transferAlias end
  return { id = c.transferId, reason = c.transferReason, to = to, state = c.transferState }
end

-- `outcome`: why there is none any more, for the volunteer only ('refused' | 'declined' | 'gone'); nil otherwise.
local function tell_transfer(id, c, seat, outcome)
  tell_seat(c, seat, 'transfer:changed', { conversationId = id, transfer = transfer_of(c), outcome = outcome })
end

-- Tells both of the conversation. `outcome`: see tell_transfer.
local function tell_transfer_to_both(id, c, outcome)
  tell_transfer(id, c, 'volunteer', outcome)
  tell_transfer(id, c, 'seeker')
end

-- Stores the transfer, or that none is pending.
local function write_transfer(id, c)
  local flat = {}
  for i, name in ipairs(TRANSFER_FIELDS) do
    flat[2 * i - 1], flat[2 * i] = name, c[name]
  end
  redis.call('HSET', key('conversation', id), unpack(flat))
end
