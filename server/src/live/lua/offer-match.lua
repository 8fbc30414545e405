--#include queue offers
-- Offers one ticket to one ready volunteer of a language, the longest idle first (rules O2, Q3). The domain calls it
-- after every change that may have made a pair possible, until no pair is left.
-- KEYS[1] root
-- ARGV    language, offer, conversation: strings (fresh ids for the last two); now, offerMs, holdMs, ttlMs: numbers
-- ok      {} (an offer was made) · queue_empty (no pair is possible in this language)
local language, offerId, conversationId, ttlMs = ARGV[1], ARGV[2], ARGV[3], ARGV[7]
local now, offerMs, holdMs = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

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
  local ticketId, ticket = find_ticket(staff, volunteer, now, holdMs)
  if ticketId then
    local offer = make_offer(offerId, conversationId, staff, volunteer, ticketId, ticket, now, offerMs, ttlMs)
    local line = 'staff ' .. staff .. '\noffer:made\n{"offer":'
    tell_line(volunteer.node, offer_json(offerId, offer, ticket, now, line, '}'))
    return { 'ok', '{}' }
  end
  index = whole(index + 1)
end
