--#include call duty
-- A staff member whose sign-in has ended no longer leads, also while duty continues (rules I2, S4). If a different
-- connection has taken over since, it keeps the lead.
-- KEYS[1] root
-- args    staff: string; connection: string? (any, if there is none); now: number
-- ok      {}
local volunteer = read(key('volunteer', args.staff))
local isOther = volunteer and args.connection and volunteer.connection ~= '' and volunteer.connection ~= args.connection
if volunteer and not isOther then
  end_lead(args.staff, args.now)
end
return ok()
