-- Stands before every script. KEYS[1] is the root of all keys; it carries the hash tag, so every key built
-- from it lives in the same slot and one script may change them together (rules Q2, F6).
-- A script answers { code, json }: code 'ok' or an error code of the contract, json its result. Behind that stands what
-- is over by it.
local root = KEYS[1]

local function key(kind, id, part)
  if part then
    return root .. ':' .. kind .. ':' .. id .. ':' .. part
  end
  return id and root .. ':' .. kind .. ':' .. id or root .. ':' .. kind
end

-- A whole number, written out. Redis would do it for any that it is handed, and take longer.
local function whole(number)
  return string.format('%d', number)
end

-- The named fields of a hash; a missing one is ''.
local function fields(k, ...)
  local values = redis.call('HMGET', k, ...)
  for i = 1, #values do
    values[i] = values[i] or ''
  end
  return unpack(values)
end

-- A whole hash as a table, whose missing fields read as ''; nil if there is no such hash.
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

-- Hands a line to a node; '' is nobody. A long one is put together in one go: Lua reads every string that it makes from
-- beginning to end.
local function tell_line(node, line)
  if node ~= '' then
    redis.call('SPUBLISH', key('to', node), line)
  end
end
-- Hands an event to the node that holds the receiver ('seeker <id>' or 'staff <id>').
local function tell(node, receiver, event, json)
  tell_line(node, receiver .. '\n' .. event .. '\n' .. json)
end

-- A connection ends whose session another one has taken over: what the old one did last, the new one's page may not
-- have been told. Its node tells it the whole truth once more.
local function tell_outdated(person, receiver)
  if person and person.connection ~= '' then
    tell(person.node, receiver, 'session:outdated', '{}')
  end
end

-- Notes whom a node holds. One that was taken for dead, and wasn't, counts as not having beaten yet: should it die
-- before it does, it is cleared up after all the same (rule F1).
local function hold(node, receiver)
  redis.call('SADD', key('on', node), receiver)
  redis.call('ZADD', key('nodes'), 'NX', '0', node)
end

-- Which life of the store this is: one that lost what it held, or some of it, has another (see node-beat.lua).
local function epoch_id()
  return redis.call('HGET', key('epoch'), 'id') or ''
end
-- Nobody is offered until then; whoever can be matched is matched at that moment.
local function hold_offers(untilAt)
  redis.call('HSET', key('epoch'), 'holdUntil', untilAt)
  redis.call('ZADD', key('deadlines'), untilAt, 'match all')
end
-- Tells every node that a session or a conversation is over, so that no resume ticket brings it back (rule F3). Whoever
-- asked finds it behind the answer's result, and knows of it whatever becomes of its inbox.
local over = {}
local function tell_over(kind, id)
  table.insert(over, kind .. ' ' .. id)
  redis.call('SPUBLISH', key('over'), over[#over])
end

-- Everything that time must do stands in one sorted set, written by the step that asks for it.
local function set_deadline(kind, id, at)
  redis.call('ZADD', key('deadlines'), whole(at), kind .. ' ' .. id)
end
-- The same, unless it is due sooner already.
local function hasten_deadline(kind, id, at)
  redis.call('ZADD', key('deadlines'), 'LT', at, kind .. ' ' .. id)
end
local function clear_deadline(kind, id)
  redis.call('ZREM', key('deadlines'), kind .. ' ' .. id)
end
