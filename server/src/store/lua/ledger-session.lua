-- Who holds a sign-in; asking counts as use. On the ledger.
-- KEYS[1] root
-- ARGV    session: SHA-256 of its token; now, signInMs, adminIdleMs, noteMs: ms
-- ok      the holder's id and profile · not_found (it has ended)
--#include sign-ins
local session = ARGV[1]
local now, signInMs, adminIdleMs, noteMs = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local found, json = sign_in(session, now, signInMs, adminIdleMs)
if not found then
  return { 'not_found' }
end
note_use(session, found, now, noteMs)
return { 'ok', '{"id":"' .. found.staff .. '",' .. string.sub(json, 2) }
