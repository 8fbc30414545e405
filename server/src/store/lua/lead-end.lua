--#include queue duty
-- Whoever has no sign-in leads nobody, also while duty goes on (rules I2, S4).
-- KEYS[1] root
-- ARGV    staff, connection: strings (the latter '': whatever there is): another connection since leads on
-- ok      {}
local staff, connection = ARGV[1], ARGV[2]

local volunteer = read(key('volunteer', staff))
if volunteer and (connection == '' or volunteer.connection == '' or volunteer.connection == connection) then
  redis.call('HSET', key('volunteer', staff), 'leads', '')
  note_leader(staff)
end
return { 'ok', '{}' }
