--#include queue offers tickets participants silence conversations restore
-- Restores a seeker's place or conversation from a resume ticket (rule F3). A known session keeps its state; a known
-- conversation only takes over newer fields.
-- KEYS[1] root
-- ARGV    seeker, kind ('ticket' | 'conversation'), id, record (JSON of the hash's fields), epoch: strings;
--         issuedAt, now, resumeMs, holdMs, askMs, placeKeptMs, lostMs, ttlMs: numbers
-- ok      {} · wrong_state (the resume ticket is not valid here) · unavailable (no node has set an epoch yet)
local seeker, kind, id, record, epoch = unpack(ARGV, 1, 5)
local issuedAt, now, resumeMs, holdMs = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local askMs, placeKeptMs, lostMs, ttlMs = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13])

if epoch_id() == '' then
  return { 'unavailable' }
elseif not may_restore(epoch, issuedAt, now, resumeMs, holdMs) then
  return { 'wrong_state' }
end
local hash = setmetatable(cjson.decode(record), { __index = function() return '' end })
if redis.call('EXISTS', key('seeker', seeker), key('tombstone', seeker)) == 0 then
  if kind == 'ticket' then
    restore_ticket(id, hash, now, askMs, placeKeptMs, ttlMs)
  else
    restore_conversation(id, hash, now, lostMs, ttlMs)
  end
elseif kind == 'conversation' and fields(key('seeker', seeker), 'conversation') == id then
  -- The volunteer's resume ticket restored it first, and may be older.
  restore_conversation(id, hash, now, lostMs, ttlMs)
end
return { 'ok', '{}' }
