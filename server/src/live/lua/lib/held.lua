-- What a node holds.

-- Returns the connections of the sessions that a node holds, as a list of { kind, id, node, connection }.
local function held_on(node)
  local held = {}
  for _, receiver in ipairs(redis.call('SMEMBERS', key('on', node))) do
    local kind, id = split_typed_id(receiver)
    local itsNode, connection = fields(key(kind == 'seeker' and 'seeker' or 'volunteer', id), 'node', 'connection')
    table.insert(held, { kind = kind, id = id, node = itsNode, connection = connection })
  end
  return held
end
