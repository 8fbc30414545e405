-- Returns for each sign-in the revision of its holder's profile. On the ledger.
-- KEYS[1] root
-- ARGV    now, signInMs, adminIdleMs, stepMs: ms; then for each: session: SHA-256 of the token; used: '1' or ''
-- ok      [revision, or null if it has ended, …]
--#include sign-ins
local now, signInMs, adminIdleMs, stepMs = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local revisions = {}
for i = 5, #ARGV, 2 do
  -- A sign-in whose profile cannot be parsed counts as ended and does not affect the others (rule F9).
  local isRead, found = pcall(function() return sign_in(ARGV[i], now, signInMs, adminIdleMs) end)
  found = isRead and found or nil
  table.insert(revisions, found and found.revision or 'null')
  if found and ARGV[i + 1] == '1' then
    note_use(ARGV[i], found, now, stepMs)
  end
end
return { 'ok', '[' .. table.concat(revisions, ',') .. ']' }
