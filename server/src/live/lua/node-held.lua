--#include call held
-- Lists the connections that a node holds: a node that is presumed dead (rule F1), or the node that asks (rule F3).
-- KEYS[1] root
-- args    node: string; beat: number? (time of its last known heartbeat; no check without it)
-- ok      [{ kind, id, connection ('': not on this node) }] · wrong_state (it has sent a heartbeat since, or was removed)
if args.beat and tonumber(redis.call('ZSCORE', key('nodes'), args.node) or nil) ~= args.beat then
  return { 'wrong_state' }
end
return ok_list(held_on(args.node))
