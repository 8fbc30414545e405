-- Whom the nodes held that have stopped beating: their connections are gone without a word (rule F1).
-- KEYS[1] root
-- ARGV    now, staleMs: numbers
-- ok      [{ node, held: [{ kind, id, connection }] }]
local now, staleMs = tonumber(ARGV[1]), tonumber(ARGV[2])

local stale = {}
for _, node in ipairs(redis.call('ZRANGEBYSCORE', key('nodes'), '-inf', now - staleMs)) do
  local held = {}
  for _, receiver in ipairs(redis.call('SMEMBERS', key('on', node))) do
    local kind, id = string.match(receiver, '^(%a+) (.+)$')
    local connection = fields(key(kind == 'seeker' and 'seeker' or 'volunteer', id), 'connection')
    table.insert(held, '{"kind":"' .. kind .. '","id":"' .. id .. '","connection":"' .. connection .. '"}')
  end
  table.insert(stale, '{"node":"' .. node .. '","held":[' .. table.concat(held, ',') .. ']}')
end
return { 'ok', '[' .. table.concat(stale, ',') .. ']' }
