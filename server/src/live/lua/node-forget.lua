--#include call held
-- Removes a dead node once all its connections are marked as disconnected, but not if it holds a new connection (rule
-- F1). Then its next heartbeat tells it that it was taken for dead, because others of its people may be marked.
-- KEYS[1] root
-- args    node: string
-- ok      {} · wrong_state (it holds a connection)
for _, held in ipairs(held_on(args.node)) do
  if held.node == args.node then
    redis.call('ZADD', key('nodes'), 0, args.node)
    return { 'wrong_state' }
  end
end
redis.call('ZREM', key('nodes'), args.node)
redis.call('DEL', key('on', args.node))
return ok()
