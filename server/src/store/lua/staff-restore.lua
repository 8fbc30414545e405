--#include queue offers tickets participants silence conversations restore
-- Brings a volunteer's conversations back from a resume ticket (rule F3). Those known already are left alone.
-- KEYS[1] root
-- ARGV    staff, conversations (JSON: [{ id, record }]), epoch: strings; issuedAt, now, resumeMs, holdMs, lostMs,
--         ttlMs: numbers
-- ok      {} · wrong_state (of no use here, or not any more) · unavailable (no node has looked at this store yet)
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
