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

-- Receivers of events, deadlines and ended sessions are stored and published as '<kind> <id>'.
local function typed_id(kind, id)
  return kind .. ' ' .. id
end
local function split_typed_id(text)
  return string.match(text, '^(%S+) (.+)$')
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

-- Makes missing fields of a table read as ''.
local function as_record(hash)
  return setmetatable(hash, { __index = function() return '' end })
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
  return as_record(hash)
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
-- Publishes an event to the node that holds the receiver. `kind`: 'seeker' | 'staff'; `payload`: table.
local function tell(node, kind, id, event, payload)
  if node ~= '' then
    tell_line(node, typed_id(kind, id) .. '\n' .. event .. '\n' .. cjson.encode(payload))
  end
end

-- Returns the store's epoch, or '' if there is none yet. It changes when the store has lost some or all of its data
-- (see node-beat.lua).
local function epoch_id()
  return redis.call('HGET', key('epoch'), 'id') or ''
end

-- Publishes to every node that a session or conversation has ended, so that no resume ticket restores it (rule F3). The
-- calling node also finds it in the script's reply, in case its inbox is disconnected.
local over = {}
local function tell_over(kind, id)
  table.insert(over, typed_id(kind, id))
  redis.call('SPUBLISH', key('over'), over[#over])
end
