--#include queue participants silence conversations
-- A tab that holds the session's secret connects and becomes the session's only connection. A connection that only
-- confirms itself (`anew` is '') does not take the session back from a newer one.
-- KEYS[1] root
-- ARGV    seeker, node, connection: strings ('' for the last two: read only); now: number; anew: '1' or ''
-- ok      the session's state, with a ticket row: { kind, ticket | conversation | reason … } (rules C4, Q6, A6)
--         wrong_state (another connection has taken over)
local seeker, node, connection, now, anew = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5] == '1'

local session = read(key('seeker', seeker))
if not session then
  return { 'ok', redis.call('GET', key('tombstone', seeker)) or '{"kind":"idle"}' }
end
if connection ~= '' and connection ~= session.connection then
  if session.connection ~= '' and not anew then
    return { 'wrong_state' }
  elseif session.connection ~= '' then
    tell(session.node, 'seeker ' .. seeker, 'session:replaced', '{"connection":"' .. session.connection .. '"}')
    redis.call('SREM', key('on', session.node), 'seeker ' .. seeker)
  end
  redis.call('HSET', key('seeker', seeker), 'node', node, 'connection', connection, 'lostAt', '', 'closingAt', '')
  clear_deadline('place', seeker)
end
if connection ~= '' then
  -- Also if this connection is already stored: a live node that was presumed dead reports its connections again.
  hold(node, 'seeker ' .. seeker)
end

local id = session.conversation
if id == '' then
  -- Read only these fields: the ticket's public key is long.
  local state, language, topic = fields(key('ticket', session.ticket), 'state', 'language', 'topic')
  local ticket = { seeker = seeker, state = state, language = language, topic = topic }
  return { 'ok', '{"kind":"ticket","ticket":' .. ticket_json(session.ticket, ticket, now) .. '}' }
end
local conversationKey = key('conversation', id)
local conversation = read(conversationKey)
if connection ~= '' then
  take_stock(id, conversation)
  redis.call('HSET', conversationKey, 'seekerNode', node, 'seekerLostAt', '')
  clear_deadline('seat', id)
  if conversation.seekerLostAt ~= '' then
    tell_presence(id, conversation, 'seeker', '', now)
    come_back(id, conversation, 'seeker', now)
  end
end
return { 'ok', '{"kind":"conversation","conversation":' .. conversation_json(id, conversation, 'seeker', now) .. '}' }
