-- Returns the holder of a sign-in. On the ledger.
-- KEYS[1] root
-- ARGV    session: SHA-256 of its token; used: '1' to record the use, or ''; now, signInMs, adminIdleMs, stepMs: ms
-- ok      the holder's id and stored profile as one object · not_found (it has ended)
--#include sign-ins
local session, used = ARGV[1], ARGV[2] == '1'
local now, signInMs, adminIdleMs, stepMs = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

local found, json = sign_in(session, now, signInMs, adminIdleMs)
if not found then
  return { 'not_found' }
end
if used then
  note_use(session, found, now, stepMs)
end
return { 'ok', '{"id":"' .. found.staff .. '",' .. string.sub(json, 2) }
