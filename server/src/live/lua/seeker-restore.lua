--#include call ending restore
-- Restores a seeker's place or conversation from a resume ticket (rule F3). A known session keeps its state, unless that
-- of the ticket is later (rule C11). A known conversation only takes over newer fields.
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
local session = read(key('seeker', seeker))
local earlier = session and read(key('conversation', session.conversation))
if (session and not earlier) or redis.call('EXISTS', key('tombstone', seeker)) == 1 then
  return ok()
elseif args.kind == 'conversation' then
  -- If it exists already, another seat's resume ticket has restored it, which may be older.
  restore_conversation(id, record, now, args.seekerLostMs, args.rebuildWaitMs, args.liveKeyMs)
elseif not earlier then
  restore_ticket(id, record, now, args.stillWaitingAskMs, args.placeKeptMs, args.liveKeyMs)
elseif session.connection == '' and turn_of(record) > turn_of(earlier) then
  -- The seeker has queued again since, from a conversation that a transfer began.
  leave_behind(session.conversation, earlier, now, 0)
  restore_ticket(id, record, now, args.stillWaitingAskMs, args.placeKeptMs, args.liveKeyMs)
end
return ok()
