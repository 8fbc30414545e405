-- The live tickets of an address prefix (rule R6).

-- Returns their number. Removes ids whose record has expired.
local function live_tickets(prefix)
  local count = 0
  for _, id in ipairs(redis.call('SMEMBERS', key('live-of', prefix))) do
    if redis.call('EXISTS', key('ticket', id)) == 1 then
      count = count + 1
    else
      redis.call('SREM', key('live-of', prefix), id)
    end
  end
  return count
end

-- Links a ticket to its address prefix. The link lasts `keepMs` after the prefix's latest ticket.
local function add_to_prefix(id, prefix, keepMs)
  redis.call('HSET', key('ticket', id), 'prefix', prefix)
  redis.call('SADD', key('live-of', prefix), id)
  redis.call('PEXPIRE', key('live-of', prefix), keepMs)
end
-- Unlinks an ended ticket from its address prefix.
local function drop_prefix(id, ticket)
  if ticket.prefix ~= '' then
    redis.call('SREM', key('live-of', ticket.prefix), id)
  end
end
