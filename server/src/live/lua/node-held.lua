-- Lists the connections that a node holds: a node that is presumed dead (rule F1), or the node that asks (rule F3).
-- KEYS[1]     root
-- ARGV        node, beat: time of its last known heartbeat; '' to skip the check
-- ok          [{ kind, id, connection }]
-- wrong_state it has sent a heartbeat since, or was removed
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
