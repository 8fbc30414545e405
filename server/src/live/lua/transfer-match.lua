--#include call finding offers transfers transfer-offers
-- Offers the oldest transfer for which there is somebody. The domain calls it until there is none (rule C11).
-- KEYS[1] root
-- args    offer, conversation: string (fresh ids); now, offerMs, declineHoldMs, liveKeyMs: number
-- ok      {} (an offer was made) · queue_empty
local now = args.now

if held_ms(now) > 0 then
  return { 'queue_empty' }
end
for _, transfer in ipairs(waiting_transfers(now)) do
  local staff, volunteer = find_taker(transfer, now, args.declineHoldMs)
  if staff then
    local made = make_transfer_offer(args.offer, args.conversation, staff, volunteer, transfer, now, args.offerMs,
      args.liveKeyMs)
    tell_offer(args.offer, made, volunteer.node, transfer.ticket, now)
    return ok()
  elseif is_lost(transfer.record) then
    fail_transfer(transfer.id, transfer.record, 'gone', now)
  end
end
return { 'queue_empty' }
