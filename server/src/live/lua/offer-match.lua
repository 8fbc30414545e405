--#include offers finding
-- Offers one ticket to one ready volunteer of a language, the longest idle first (rules O2, Q3). The domain calls it
-- after every change that may have made a pair possible, until no pair is left. Transfers go first (rule C11).
-- KEYS[1] root
-- ARGV    offerMs, declineHoldMs, liveKeyMs: number; language: string; offer, conversation: string (fresh ids); now:
--         number; pastTransfers: boolean (transfers have had their turn)
-- ok      { transfers: true, if nothing was done because transfers wait, which go first } · queue_empty (no pair is
--         possible in this language)
local offerMs, declineHoldMs, liveKeyMs, language, offer, conversation, now, pastTransfers = unpack(ARGV)
now, declineHoldMs = tonumber(now), tonumber(declineHoldMs)

if pastTransfers == '' and redis.call('EXISTS', key('transfers')) == 1 then
  return { 'ok', '{"transfers":true}' }
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
