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
  tell(person.node, kind, id, 'session:replaced', { connection = person.connection })
  let_go(person.node, kind, id)
  return true
end

-- Call this when a connection ends after a newer connection has taken over its session. The newer page may have missed
-- the effects of the old connection's last commands, so its node resends a snapshot.
local function tell_outdated(person, kind, id)
  if person and person.connection ~= '' then
    tell(person.node, kind, id, 'session:outdated', {})
  end
end
