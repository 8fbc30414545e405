-- The floor of ticket-open.lua: only the writes that the rules cannot do without. The ticket, the session that holds it
-- (Q1), one lane of the queue (Q3) and one deadline (Q7). No checks, no counters, no TTL.
-- KEYS[1] root
-- ARGV    those of ticket-open.lua. Declared before this script: the positions of seeker, node, connection, ticket,
--         publicKey, language, topic and now
-- ok      ticket row; its place is always 1
local root, id = KEYS[1], ARGV[ticket]
redis.call('HSET', root .. ':ticket:' .. id, 'state', 'waiting', 'seeker', ARGV[seeker], 'node', ARGV[node],
  'publicKey', ARGV[publicKey], 'language', ARGV[language], 'topic', ARGV[topic], 'openedAt', ARGV[now])
redis.call('HSET', root .. ':seeker:' .. ARGV[seeker], 'ticket', id, 'node', ARGV[node], 'connection', ARGV[connection])
redis.call('ZADD', root .. ':lane:' .. ARGV[language] .. ':' .. ARGV[topic], ARGV[now], id)
redis.call('ZADD', root .. ':deadlines', ARGV[now], 'ask ' .. id)
return {
  'ok', '{"id":"' .. id .. '","state":"waiting","language":"' .. ARGV[language] .. '","place":1,"keepWithinMs":null}',
}
