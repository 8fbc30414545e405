--#include call restore
-- Restores a seeker's place or conversation from a resume ticket (rule F3). A known session keeps its state; a known
-- conversation only takes over newer fields.
-- KEYS[1] root
-- args    seeker: string; kind: string ('ticket' | 'conversation'); id: string; record: object (the hash's fields);
--         epoch: string; issuedAt, now, resumeMs, restoreHoldMs, stillWaitingAskMs, placeKeptMs, seekerLostMs,
--         rebuildWaitMs, liveKeyMs: number
-- ok      {} · wrong_state (the resume ticket is not valid here) · unavailable (no node has set an epoch yet)
local seeker, id, now = args.seeker, args.id, args.now

local refusal = restore_refusal(args.epoch, args.issuedAt, now, args.resumeMs, args.restoreHoldMs)
if refusal then
  return { refusal }
end
local record = as_record(args.record)
if redis.call('EXISTS', key('seeker', seeker), key('tombstone', seeker)) == 0 then
  if args.kind == 'ticket' then
    restore_ticket(id, record, now, args.stillWaitingAskMs, args.placeKeptMs, args.liveKeyMs)
  else
    restore_conversation(id, record, now, args.seekerLostMs, args.rebuildWaitMs, args.liveKeyMs)
  end
elseif args.kind == 'conversation' and fields(key('seeker', seeker), 'conversation') == id then
  -- The volunteer's resume ticket restored it first, and may be older.
  restore_conversation(id, record, now, args.seekerLostMs, args.rebuildWaitMs, args.liveKeyMs)
end
return ok()
