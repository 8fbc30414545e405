--#include call pending-offers volunteers participants conversations ending beginning deadlines
-- offered → matched: the conversation begins (rules O2, E1). After a transfer, the former one ends in the same step (rule
-- C11). A repeated call returns the same conversation.
-- KEYS[1] root
-- args    offer, staff, encapsulation, confirmation: string; now, plannedConversationMs, seatHeldMs, seekerLostMs,
--         silenceNudgeMs, wrapUpMs, tombstoneMs, liveKeyMs, matchesKept: number
-- ok      conversation, as the volunteer sees it · offer_gone · at_capacity
local offerId, staff, now = args.offer, args.staff, args.now

local offer = read(key('offer', offerId))
local isTransfer = offer and offer.transfer ~= ''
-- A conversation that is transferred has the fields of its ticket.
local source = offer and read(isTransfer and key('conversation', offer.transfer) or key('ticket', offer.ticket))
local seeker = source and read(key('seeker', source.seeker))
if not offer then
  for _, held in ipairs(held_by(staff)) do
    local id, conversation = unpack(held)
    if conversation.offer == offerId then
      return ok(conversation_of(id, conversation, 'volunteer', now))
    end
  end
  return { 'offer_gone' }
elseif not seeker then
  -- The record of the ticket, the conversation or the seeker has expired by its fallback TTL.
  drop_offer(offerId, offer)
  return { 'offer_gone' }
elseif offer.volunteer ~= staff or tonumber(offer.expiresAt) <= now then
  return { 'offer_gone' }
end
local volunteer = read(key('volunteer', staff))
if load_of(staff) >= tonumber(volunteer.capacity) then
  return { 'at_capacity' }
end

local id = offer.conversation
local keys = { encapsulation = args.encapsulation, confirmation = args.confirmation }
local c
if isTransfer then
  c = begin_transferred(id, offerId, offer.transfer, source, seeker, staff, volunteer, keys, now, args.liveKeyMs)
  hand_over(offer.transfer, source, now, args.wrapUpMs, args.tombstoneMs)
else
  c = begin_conversation(id, offerId, source, seeker, staff, volunteer, keys, now, args.plannedConversationMs,
    args.liveKeyMs)
  close_match(offer.ticket, source, now, args.matchesKept, args.liveKeyMs)
end
redis.call('HSET', key('volunteer', staff), 'missed', '', 'misses', '0')
drop_offer(offerId, offer)
set_deadline('silence', id, now + args.silenceNudgeMs)
-- A seeker who was in a conversation before has as long to return as in that one (rules C10, C11).
if seeker.connection == '' and not isTransfer then
  set_deadline('seat', id, now + args.seatHeldMs)
end
if seeker.connection == '' or volunteer.connection == '' then
  set_deadline('lost', id, now + args.seekerLostMs)
end
tell_seat(c, 'seeker', 'conversation:started', { conversation = conversation_of(id, c, 'seeker', now) })
return ok(conversation_of(id, c, 'volunteer', now))
