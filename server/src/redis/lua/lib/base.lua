-- Prepended to every script. KEYS[1] is the root of all keys. It carries the hash tag, so all keys built from it are in
-- one slot and one script may change them together (rules Q2, F6). A script replies { code, json, ended… }: code is
-- 'ok' or an error code of the contract, json is its result. After these follow the sessions and conversations that the
-- script ended.
local root = KEYS[1]

local function key(kind, id, part)
  if part then
    return root .. ':' .. kind .. ':' .. id .. ':' .. part
  end
  return id and root .. ':' .. kind .. ':' .. id or root .. ':' .. kind
end

-- Formats an integer as a decimal string. Redis would convert a number argument itself, but more slowly.
local function whole(number)
  return string.format('%d', number)
end

-- Returns the named fields of a hash; a missing field is ''.
local function fields(k, ...)
  local values = redis.call('HMGET', k, ...)
  for i = 1, #values do
    values[i] = values[i] or ''
  end
  return unpack(values)
end

-- Returns a hash as a table in which missing fields read as ''; nil if the key does not exist.
local function read(k)
  local flat = redis.call('HGETALL', k)
  if #flat == 0 then
    return nil
  end
  local hash = {}
  for i = 1, #flat, 2 do
    hash[flat[i]] = flat[i + 1]
  end
  return setmetatable(hash, { __index = function() return '' end })
end

-- Writes all fields of a table to a hash.
local function write(k, hash)
  local flat = {}
  for name, value in pairs(hash) do
    table.insert(flat, name)
    table.insert(flat, value)
  end
  redis.call('HSET', k, unpack(flat))
end

-- Publishes text to a node's channel; does nothing if node is ''. Build a long text in one concatenation: Lua reads
-- every string that it creates from beginning to end.
local function tell_line(node, line)
  if node ~= '' then
    redis.call('SPUBLISH', key('to', node), line)
  end
end
-- Publishes an event to the node that holds the receiver ('seeker <id>' or 'staff <id>').
local function tell(node, receiver, event, json)
  tell_line(node, receiver .. '\n' .. event .. '\n' .. json)
end

-- Call this when a connection ends after a newer connection has taken over its session. The newer page may have missed
-- the effects of the old connection's last commands, so its node resends a snapshot.
local function tell_outdated(person, receiver)
  if person and person.connection ~= '' then
    tell(person.node, receiver, 'session:outdated', '{}')
  end
end

-- Records that a node holds this receiver. A live node that was presumed dead and removed re-enters with heartbeat 0.
-- If it dies before its next heartbeat, it is still cleaned up (rule F1).
local function hold(node, receiver)
  redis.call('SADD', key('on', node), receiver)
  redis.call('ZADD', key('nodes'), 'NX', '0', node)
end

-- Returns the store's epoch, or '' if there is none yet. It changes when the store has lost some or all of its data
-- (see node-beat.lua).
local function epoch_id()
  return redis.call('HGET', key('epoch'), 'id') or ''
end
-- Holds back all offers until untilAt (ms since the epoch). A deadline then matches every possible pair.
local function hold_offers(untilAt)
  redis.call('HSET', key('epoch'), 'holdUntil', untilAt)
  redis.call('ZADD', key('deadlines'), untilAt, 'match all')
end
-- Publishes to every node that a session or conversation has ended, so that no resume ticket restores it (rule F3). The
-- calling node also finds it in the script's reply, in case its inbox is disconnected.
local over = {}
local function tell_over(kind, id)
  table.insert(over, kind .. ' ' .. id)
  redis.call('SPUBLISH', key('over'), over[#over])
end

-- All timed work is in one sorted set. The script that needs a timeout writes its entry. `at` is in ms since the epoch.
local function set_deadline(kind, id, at)
  redis.call('ZADD', key('deadlines'), whole(at), kind .. ' ' .. id)
end
-- Like set_deadline, but keeps an existing earlier time.
local function hasten_deadline(kind, id, at)
  redis.call('ZADD', key('deadlines'), 'LT', at, kind .. ' ' .. id)
end
local function clear_deadline(kind, id)
  redis.call('ZREM', key('deadlines'), kind .. ' ' .. id)
end
