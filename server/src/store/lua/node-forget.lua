-- Forgets a node whose people are all marked as disconnected; not while it holds somebody who came meanwhile (rule F1).
-- KEYS[1] root
-- ARGV    node: string
-- ok      {} · wrong_state (it holds somebody)
local node = ARGV[1]

for _, receiver in ipairs(redis.call('SMEMBERS', key('on', node))) do
  local kind, id = string.match(receiver, '^(%a+) (.+)$')
  if fields(key(kind == 'seeker' and 'seeker' or 'volunteer', id), 'node') == node then
    return { 'wrong_state' }
  end
end
redis.call('ZREM', key('nodes'), node)
redis.call('DEL', key('on', node))
return { 'ok', '{}' }
