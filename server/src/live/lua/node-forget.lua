--#include call held
-- Removes a dead node once all its connections are marked as disconnected. If it holds a new connection, it stays, and the
-- reply to its next heartbeat says that it was forgotten: sessions that it holds may be marked as disconnected (rule F1).
-- KEYS[1] root
-- args    node: string
-- ok      {} · wrong_state (it holds a connection)
for _, held in ipairs(held_on(args.node)) do
  if held.connection ~= '' then
    redis.call('ZADD', key('nodes'), 0, args.node)
    return { 'wrong_state' }
  end
end
redis.call('ZREM', key('nodes'), args.node)
redis.call('DEL', key('on', args.node))
return ok()
