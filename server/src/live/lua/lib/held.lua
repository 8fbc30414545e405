-- The connections that a node holds.

-- Records that a node holds the connection of a receiver. A live node that was presumed dead and removed re-enters with
-- heartbeat 0. If it dies before its next heartbeat, it is still cleaned up (rule F1).
local function hold(node, kind, id)
  redis.call('SADD', key('on', node), typed_id(kind, id))
  redis.call('ZADD', key('nodes'), 'NX', '0', node)
end
-- The node no longer holds that connection.
local function let_go(node, kind, id)
  redis.call('SREM', key('on', node), typed_id(kind, id))
end

-- The session has ended: no node holds a connection of it, and no trace of it remains (rule A6).
local function let_go_everywhere(kind, id)
  for _, node in ipairs(redis.call('ZRANGE', key('nodes'), 0, -1)) do
    let_go(node, kind, id)
  end
end

-- Returns the sessions that a node holds, as a list of { kind, id, connection }. `connection` is empty if the session has
-- ended or has its connection on another node.
local function held_on(node)
  local held = {}
  for _, receiver in ipairs(redis.call('SMEMBERS', key('on', node))) do
    local kind, id = split_typed_id(receiver)
    local itsNode, connection = fields(key(kind == 'seeker' and 'seeker' or 'volunteer', id), 'node', 'connection')
    table.insert(held, { kind = kind, id = id, connection = itsNode == node and connection or '' })
  end
  return held
end
