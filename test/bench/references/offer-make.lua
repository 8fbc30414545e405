-- The floor of offer-match.lua: only the reads and writes that the rules cannot do without. The oldest head of all
-- lanes (Q3), the offer and its deadline (O2), and one event for each side. The volunteer is not looked up: the offer's
-- id stands for theirs, and they are connected to the seeker's node.
-- KEYS[1] root
-- ARGV    those of offer-match.lua. Declared before this script: the positions of language, offer, conversation and now;
--         topics: those that have a lane
-- ok      {} (an offer was made) · queue_empty
local root, offerId = KEYS[1], ARGV[offer]
local lane, id, first
for _, topic in ipairs(topics) do
  local each = root .. ':lane:' .. ARGV[language] .. ':' .. topic
  local head = redis.call('ZRANGE', each, '0', '0', 'WITHSCORES')
  local score = tonumber(head[2])
  if score and (not first or score < first) then
    lane, id, first = each, head[1], score
  end
end
if not id then
  return { 'queue_empty' }
end
local ticketKey = root .. ':ticket:' .. id
local seeker, node, publicKey, topic, openedAt = unpack(redis.call('HMGET', ticketKey,
  'seeker', 'node', 'publicKey', 'topic', 'openedAt'))
redis.call('ZREM', lane, id)
redis.call('HSET', root .. ':offer:' .. offerId, 'ticket', id, 'volunteer', offerId, 'conversation', ARGV[conversation],
  'expiresAt', ARGV[now])
redis.call('HSET', ticketKey, 'state', 'offered', 'offer', offerId)
redis.call('ZADD', root .. ':deadlines', ARGV[now], 'offer ' .. offerId)
redis.call('SPUBLISH', root .. ':to:' .. node, 'seeker ' .. seeker .. '\nticket:updated\n{"ticket":{"id":"' .. id
  .. '","state":"offered","language":"' .. ARGV[language] .. '"}}')
redis.call('SPUBLISH', root .. ':to:' .. node, 'staff ' .. offerId .. '\noffer:made\n{"offer":{"id":"' .. offerId
  .. '","conversationId":"' .. ARGV[conversation] .. '","publicKey":"' .. publicKey .. '","language":"'
  .. ARGV[language] .. '","topic":"' .. topic .. '","urgent":false,"waitedMs":'
  .. string.format('%d', ARGV[now] - openedAt) .. ',"expiresInMs":45000}}')
return { 'ok', '{}' }
