--#include queue duty
-- Whoever has no sign-in leads nobody, also while duty goes on (rules I2, S4).
-- KEYS[1] root
-- ARGV    staff: string
-- ok      {}
local staff = ARGV[1]

if redis.call('EXISTS', key('volunteer', staff)) == 1 then
  redis.call('HSET', key('volunteer', staff), 'leads', '')
  note_leader(staff)
end
return { 'ok', '{}' }
