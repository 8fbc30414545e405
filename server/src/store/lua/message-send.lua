-- One message, in one round trip: membership (C1), idempotency (C3), sequence number (C2), log, hand-on to the
-- other side's node (F6).
-- KEYS[1] root
-- ARGV    conversation, side ('seeker' | 'volunteer'), participant, messageId: strings;
--         tail: the message's JSON after its `seq`; acceptedAt, ttlMs: numbers
-- ok      { seq, acceptedAt } · not_found (no such conversation, or not a participant) · unavailable, ms (the log lost
--         messages, and not both sides have handed in theirs yet, rule F3)
local id, side, participant, messageId, tail, acceptedAt, ttlMs = unpack(ARGV, 1, 7)
local conversationKey, logKey, sentKey = key('conversation', id), key('log', id), key('sent', id)

local seeker, volunteer, seekerNode, volunteerNode, seekerEpoch, volunteerEpoch = unpack(redis.call('HMGET',
  conversationKey, 'seeker', 'volunteer', 'seekerNode', 'volunteerNode', 'seekerEpoch', 'volunteerEpoch'))
local other, node = 'staff ', volunteerNode
if side == 'volunteer' then
  other, node, seeker, volunteer = 'seeker ', seekerNode, volunteer, seeker
end
if seeker ~= participant then
  return { 'not_found' }
end
other = other .. volunteer

local epoch = epoch_id()
local isWhole = seekerEpoch == epoch and volunteerEpoch == epoch
-- Hardly any message comes twice: it is put behind the others, and taken away again if it stood there already.
local length = isWhole and redis.call('RPUSH', logKey, tail)
local seq = string.format('%d', length or 0)
if not isWhole or redis.call('HSETNX', sentKey, messageId, seq) == 0 then
  if isWhole then
    redis.call('RPOP', logKey)
  end
  local before = redis.call('HGET', sentKey, messageId)
  if not before then
    return { 'unavailable', '1000' }
  end
  local accepted = cjson.decode('{' .. redis.call('LINDEX', logKey, before - 1))
  return { 'ok', '{"seq":' .. before .. ',"acceptedAt":' .. string.format('%.0f', accepted.acceptedAt) .. '}' }
end
tell_line(node, other .. '\nmessage:posted\n{"conversationId":"' .. id .. '","message":{"seq":' .. seq .. ',' .. tail .. '}')
if length % 64 == 1 then
  for _, k in ipairs({ conversationKey, logKey, sentKey, key('seeker', side == 'seeker' and seeker or volunteer) }) do
    redis.call('PEXPIRE', k, ttlMs)
  end
end
return { 'ok', '{"seq":' .. seq .. ',"acceptedAt":' .. acceptedAt .. '}' }
