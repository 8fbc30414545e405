--#include queue offers tickets participants silence conversations restore
-- Restores a volunteer's conversations from a resume ticket (rule F3). A known conversation only takes over newer
-- fields.
-- KEYS[1] root
-- ARGV    staff, conversations (JSON: [{ id, record }]), epoch: strings; issuedAt, now, resumeMs, holdMs, lostMs,
--         ttlMs: numbers
-- ok      {} · wrong_state (the resume ticket is not valid here) · unavailable (no node has set an epoch yet)
local staff, conversations, epoch = unpack(ARGV, 1, 3)
local issuedAt, now, resumeMs, holdMs = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local lostMs, ttlMs = tonumber(ARGV[8]), tonumber(ARGV[9])

if epoch_id() == '' then
  return { 'unavailable' }
elseif not may_restore(epoch, issuedAt, now, resumeMs, holdMs) then
  return { 'wrong_state' }
end
for _, conversation in ipairs(cjson.decode(conversations)) do
  local c = setmetatable(conversation.record, { __index = function() return '' end })
  if c.volunteer == staff then
    restore_conversation(conversation.id, c, now, lostMs, ttlMs)
  end
end
return { 'ok', '{}' }
