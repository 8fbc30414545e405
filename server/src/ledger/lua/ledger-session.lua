--#include call sign-ins
-- Returns the holder of a sign-in. On the ledger.
-- KEYS[1] root
-- args    session: string (SHA-256 of its token); used: boolean (record the use); now, signInMs, adminIdleMs, stepMs:
--         number
-- ok      { id, profile: as stored, JSON } · not_found (it has ended)
local found, profile = sign_in(args.session, args.now, args.signInMs, args.adminIdleMs)
if not found then
  return { 'not_found' }
end
if args.used then
  note_use(args.session, found, args.now, args.stepMs)
end
return ok({ id = found.staff, profile = profile })
