--#include call tickets conversations presence connections held deadlines
-- A tab that holds the session's secret connects and becomes the session's only connection. A connection that only
-- confirms itself (not `takeover`) does not take the session back from a newer one.
-- KEYS[1] root
-- args    seeker, node: string; connection: string ('' to read only); now, rebuildWaitMs: number; takeover: boolean
-- ok      the session's state, with a ticket row: { kind, ticket | conversation | reason … } (rules C4, Q6, A6) ·
--         wrong_state (another connection has taken over)
local seeker, node, connection, now = args.seeker, args.node, args.connection, args.now

local session = read(key('seeker', seeker))
if not session then
  return { 'ok', redis.call('GET', key('tombstone', seeker)) or cjson.encode({ kind = 'idle' }) }
end
if connection ~= '' then
  if not take_over(session, 'seeker', seeker, connection, args.takeover) then
    return { 'wrong_state' }
  end
  if connection ~= session.connection then
    redis.call('HSET', key('seeker', seeker), 'node', node, 'connection', connection, 'lostAt', '', 'closingAt', '')
    clear_deadline('place', seeker)
  end
  -- Also if this connection is already stored: a live node that was presumed dead reports its connections again.
  hold(node, 'seeker', seeker)
end

local id = session.conversation
if id == '' then
  -- Read only these fields: the ticket's public key is long.
  local state, language, topic = fields(key('ticket', session.ticket), 'state', 'language', 'topic')
  local ticket = { seeker = seeker, state = state, language = language, topic = topic }
  return ok({ kind = 'ticket', ticket = ticket_row(session.ticket, ticket, now) })
end
local conversation = read(key('conversation', id))
if connection ~= '' then
  come_back(id, conversation, 'seeker', node, now, args.rebuildWaitMs)
  clear_deadline('seat', id)
end
return ok({ kind = 'conversation', conversation = conversation_of(id, conversation, 'seeker', now) })
