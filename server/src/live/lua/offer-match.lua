--#include offers finding transfer-offers
-- Offers one transfer of any language to somebody, or one ticket to one ready volunteer of a language, the longest idle
-- first (rules O2, Q3, C11). The domain calls it
-- after every change that may have made a pair possible, until no pair is left.
-- KEYS[1] root
-- ARGV    offerMs, declineHoldMs, liveKeyMs: number; language: string; offer, conversation: string (fresh ids); now: number
-- ok      {} (an offer was made) · queue_empty (no pair is possible in this language)
local offerMs, declineHoldMs, liveKeyMs, language, offer, conversation, now = unpack(ARGV)
now, declineHoldMs = tonumber(now), tonumber(declineHoldMs)

if redis.call('EXISTS', key('transfers')) == 1 and held_ms(now) == 0
  and match_transfer(offer, conversation, now, offerMs, declineHoldMs, liveKeyMs) then
  return { 'ok', '{}' }
end
if redis.call('EXISTS', key('lane', language)) == 0 or held_ms(now) > 0 then
  return { 'queue_empty' }
end
local index = '0'
while true do
  local staff = redis.call('ZRANGE', key('ready', language), index, index)[1]
  if not staff then
    return { 'queue_empty' }
  end
  local volunteer = {}
  volunteer.node, volunteer.languages, volunteer.topics = fields(key('volunteer', staff), 'node', 'languages', 'topics')
  local ticketId, ticket = find_ticket(staff, volunteer, now, declineHoldMs)
  if ticketId then
    local made = make_offer(offer, conversation, staff, volunteer, ticketId, ticket, now, offerMs, liveKeyMs)
    tell_offer(offer, made, volunteer.node, ticket, now)
    return { 'ok', '{}' }
  end
  index = whole(index + 1)
end
