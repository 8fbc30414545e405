-- Removes a dead node once all its connections are marked as disconnected, but not if it holds a new connection (rule
-- F1). Then its next heartbeat tells it that it was taken for dead, because others of its people may be marked.
-- KEYS[1] root
-- ARGV    node: string
-- ok      {} · wrong_state (it holds a connection)
local node = ARGV[1]

for _, receiver in ipairs(redis.call('SMEMBERS', key('on', node))) do
  local kind, id = string.match(receiver, '^(%a+) (.+)$')
  if fields(key(kind == 'seeker' and 'seeker' or 'volunteer', id), 'node') == node then
    redis.call('ZADD', key('nodes'), 0, node)
    return { 'wrong_state' }
  end
end
redis.call('ZREM', key('nodes'), node)
redis.call('DEL', key('on', node))
return { 'ok', '{}' }
