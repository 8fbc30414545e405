-- Whom a node holds: one that is thought to have stopped beating (rule F1), or the one that asks (rule F3).
-- KEYS[1]     root
-- ARGV        node, beat: the last that was seen of it; '' if that does not matter
-- ok          [{ kind, id, connection }]
-- wrong_state it has beaten since, or is forgotten
local node, beat = ARGV[1], ARGV[2]

if beat ~= '' and tonumber(redis.call('ZSCORE', key('nodes'), node) or nil) ~= tonumber(beat) then
  return { 'wrong_state' }
end
local held = {}
for _, receiver in ipairs(redis.call('SMEMBERS', key('on', node))) do
  local kind, id = string.match(receiver, '^(%a+) (.+)$')
  local connection = fields(key(kind == 'seeker' and 'seeker' or 'volunteer', id), 'connection')
  table.insert(held, '{"kind":"' .. kind .. '","id":"' .. id .. '","connection":"' .. connection .. '"}')
end
return { 'ok', '[' .. table.concat(held, ',') .. ']' }
