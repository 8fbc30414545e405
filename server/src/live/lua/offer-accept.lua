--#include call prefixes offers volunteers participants conversations beginning deadlines
-- offered → matched: the conversation begins (rules O2, E1). A repeated call returns the same conversation.
-- KEYS[1] root
-- args    offer, staff, encapsulation, confirmation: string; now, plannedConversationMs, seatHeldMs, seekerLostMs,
--         silenceNudgeMs, liveKeyMs, matchesKept: number
-- ok      conversation, as the volunteer sees it · offer_gone · at_capacity
local offerId, staff, now = args.offer, args.staff, args.now

local offer = read(key('offer', offerId))
local ticket = offer and read(key('ticket', offer.ticket))
local seeker = ticket and read(key('seeker', ticket.seeker))
if not offer then
  for _, held in ipairs(held_by(staff)) do
    local id, conversation = unpack(held)
    if conversation.offer == offerId then
      return ok(conversation_of(id, conversation, 'volunteer', now))
    end
  end
  return { 'offer_gone' }
elseif not seeker then
  -- The ticket or the seeker's record has expired by its fallback TTL.
  drop_offer(offerId, offer)
  return { 'offer_gone' }
elseif offer.volunteer ~= staff or tonumber(offer.expiresAt) <= now then
  return { 'offer_gone' }
end
local volunteer = read(key('volunteer', staff))
if load_of(staff) >= tonumber(volunteer.capacity) then
  return { 'at_capacity' }
end

local id, ticketId = offer.conversation, offer.ticket
local keys = { encapsulation = args.encapsulation, confirmation = args.confirmation }
local c = begin_conversation(id, offerId, ticket, seeker, staff, volunteer, keys, now, args.plannedConversationMs,
  args.liveKeyMs)
redis.call('HSET', key('volunteer', staff), 'missed', '', 'misses', '0')
drop_offer(offerId, offer)
drop_prefix(ticketId, ticket)
redis.call('DEL', key('ticket', ticketId))
clear_deadline('ask', ticketId)
clear_deadline('place', ticket.seeker)
set_deadline('silence', id, now + args.silenceNudgeMs)
if seeker.connection == '' then
  set_deadline('seat', id, now + args.seatHeldMs)
end
if seeker.connection == '' or volunteer.connection == '' then
  set_deadline('lost', id, now + args.seekerLostMs)
end
-- Store only the time and language of the match: the estimated wait is calculated from it.
local matchesKey = key('matches', ticket.language)
redis.call('LPUSH', matchesKey, whole(now))
redis.call('LTRIM', matchesKey, 0, args.matchesKept - 1)
redis.call('PEXPIRE', matchesKey, args.liveKeyMs)
tell_seat(c, 'seeker', 'conversation:started', { conversation = conversation_of(id, c, 'seeker', now) })
return ok(conversation_of(id, c, 'volunteer', now))
