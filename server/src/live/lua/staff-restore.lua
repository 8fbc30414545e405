--#include call participants restore
-- Restores a volunteer's conversations from a resume ticket (rule F3). A known conversation only takes over newer
-- fields.
-- KEYS[1] root
-- args    staff: string; conversations: list (of { id, record }); epoch: string; issuedAt, now, resumeMs,
--         restoreHoldMs, seekerLostMs, rebuildWaitMs, liveKeyMs: number
-- ok      {} · wrong_state (the resume ticket is not valid here) · unavailable (no node has set an epoch yet)
local refusal = restore_refusal(args.epoch, args.issuedAt, args.now, args.resumeMs, args.restoreHoldMs)
if refusal then
  return { refusal }
end
for _, conversation in ipairs(args.conversations) do
  local record = as_record(conversation.record)
  if seat_of(record, args.staff) then
    restore_conversation(conversation.id, record, args.now, args.seekerLostMs, args.rebuildWaitMs,
      args.liveKeyMs)
  end
end
return ok()
