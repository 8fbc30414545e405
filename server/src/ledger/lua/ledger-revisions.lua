--#include call sign-ins
-- Returns for each sign-in the revision of its holder's profile. On the ledger.
-- KEYS[1] root
-- args    sessions: list (of { session: SHA-256 of the token, used: boolean }); now, signInMs, adminIdleMs, stepMs:
--         number
-- ok      [revision, or null if it has ended, …]
local revisions = {}
for _, each in ipairs(args.sessions) do
  -- A sign-in whose profile cannot be parsed counts as ended and does not affect the others (rule F9).
  local isRead, found = pcall(sign_in, each.session, args.now, args.signInMs, args.adminIdleMs)
  found = isRead and found or nil
  table.insert(revisions, found and found.revision or cjson.null)
  if found and each.used then
    note_use(each.session, found, args.now, args.stepMs)
  end
end
return ok_list(revisions)
