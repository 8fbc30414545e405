--#include held
-- A person has one connection at a time; a newer page takes over. `person`: the record of the session or volunteer.

-- Call this before `connection` is stored. If another connection is stored, `takeover` decides: without it, this function
-- returns false; with it, the other connection gets the event that it is replaced.
local function take_over(person, kind, id, connection, takeover)
  if person.connection == '' or person.connection == connection then
    return true
  elseif not takeover then
    return false
  end
  -- The other node holds the session until it releases the connection, or until its death is noticed: see
  -- `release_stale_connection`.
  tell(person.node, kind, id, 'session:replaced', { connection = person.connection })
  return true
end

-- Whether that connection of that node is the session's current one.
local function is_current(person, node, connection)
  return person and person.node == node and person.connection == connection
end

-- The page of the session may not know its present state: its node resends a snapshot.
local function tell_outdated(person, kind, id)
  if person and person.connection ~= '' then
    tell(person.node, kind, id, 'session:outdated', {})
  end
end

-- Call this when a connection ends that is not current any more. The newer page may have missed the effects of the old
-- connection's last commands.
local function release_stale_connection(person, node, kind, id)
  if not person or person.node ~= node then
    let_go(node, kind, id)
  end
  tell_outdated(person, kind, id)
end
