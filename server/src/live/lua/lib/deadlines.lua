-- All timed work is in one sorted set. The script that needs a timeout writes its entry. `at` is in ms since the epoch.
local function set_deadline(kind, id, at)
  redis.call('ZADD', key('deadlines'), whole(at), typed_id(kind, id))
end
-- Like set_deadline, but keeps an existing earlier time.
local function hasten_deadline(kind, id, at)
  redis.call('ZADD', key('deadlines'), 'LT', whole(at), typed_id(kind, id))
end
local function clear_deadline(kind, id)
  redis.call('ZREM', key('deadlines'), typed_id(kind, id))
end
-- Returns when this deadline comes; false if it is not set.
local function deadline_of(kind, id)
  return redis.call('ZSCORE', key('deadlines'), typed_id(kind, id))
end
-- Whether this deadline is set and has come.
local function is_due(kind, id, now)
  local at = deadline_of(kind, id)
  return at and tonumber(at) <= now
end

-- Holds back all offers until untilAt (ms since the epoch). A deadline then matches every possible pair.
local function hold_offers(untilAt)
  redis.call('HSET', key('epoch'), 'holdUntil', untilAt)
  set_deadline('match', 'all', untilAt)
end
