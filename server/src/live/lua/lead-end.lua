--#include queue duty
-- A staff member whose sign-in has ended no longer leads, also while duty continues (rules I2, S4). If a different
-- connection has taken over since, it keeps the lead.
-- KEYS[1] root
-- ARGV    staff, connection: strings ('' for any connection)
-- ok      {}
local staff, connection = ARGV[1], ARGV[2]

local volunteer = read(key('volunteer', staff))
if volunteer and (connection == '' or volunteer.connection == '' or volunteer.connection == connection) then
  redis.call('HSET', key('volunteer', staff), 'leads', '')
  note_leader(staff)
end
return { 'ok', '{}' }
