-- Whom a node holds that is thought to have stopped beating: their connections are gone without a word (rule F1).
-- KEYS[1]     root
-- ARGV        node, beat: the last that was seen of it
-- ok          [{ kind, id, connection }]
-- wrong_state it has beaten since, or is forgotten
local node, beat = ARGV[1], tonumber(ARGV[2])

if tonumber(redis.call('ZSCORE', key('nodes'), node) or nil) ~= beat then
  return { 'wrong_state' }
end
local held = {}
for _, receiver in ipairs(redis.call('SMEMBERS', key('on', node))) do
  local kind, id = string.match(receiver, '^(%a+) (.+)$')
  local connection = fields(key(kind == 'seeker' and 'seeker' or 'volunteer', id), 'connection')
  table.insert(held, '{"kind":"' .. kind .. '","id":"' .. id .. '","connection":"' .. connection .. '"}')
end
return { 'ok', '[' .. table.concat(held, ',') .. ']' }
