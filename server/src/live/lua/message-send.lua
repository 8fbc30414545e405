-- Appends the messages of one turn of the event loop, in one round trip. For each: check of membership (C1),
-- idempotency (C3), sequence number (C2), log, and publishing to the other side's node (F6).
-- KEYS[1] root
-- ARGV    ttlMs: number; then for each message: conversation, side ('seeker' | 'volunteer'), participant, messageId:
--         strings; tail: the message's JSON after its `seq`
-- ok      one line for each: seq · seq acceptedAt (stored before) · not_found (no such conversation, or not a
--         participant) · unavailable ms (the log lost messages, and not both sides have handed in theirs yet, F3) ·
--         failed (its records cannot be read)
-- `told`: node → pieces of what is published to it. `nodes`: those nodes, in the order of their first message.
local epoch, told, nodes = epoch_id(), {}, {}

local function send(id, side, participant, messageId, tail)
  local conversationKey, logKey, sentKey = key('conversation', id), key('log', id), key('sent', id)
  local seeker, volunteer, seekerNode, volunteerNode, seekerEpoch, volunteerEpoch = unpack(redis.call('HMGET',
    conversationKey, 'seeker', 'volunteer', 'seekerNode', 'volunteerNode', 'seekerEpoch', 'volunteerEpoch'))
  local sender, other, node = seeker, 'staff ' .. (volunteer or ''), volunteerNode
  if side == 'volunteer' then
    sender, other, node = volunteer, 'seeker ' .. (seeker or ''), seekerNode
  end
  if sender ~= participant then
    return 'not_found'
  end
  local isWhole = seekerEpoch == epoch and volunteerEpoch == epoch
  -- Duplicates are rare, so the message is appended first and removed again if its id is already stored.
  local length = isWhole and redis.call('RPUSH', logKey, tail)
  local seq = whole(length or 0)
  if not isWhole or redis.call('HSETNX', sentKey, messageId, seq) == 0 then
    if isWhole then
      redis.call('RPOP', logKey)
    end
    local before = redis.call('HGET', sentKey, messageId)
    if not before then
      return 'unavailable 1000'
    end
    local accepted = cjson.decode('{' .. redis.call('LINDEX', logKey, before - 1))
    return before .. ' ' .. whole(accepted.acceptedAt)
  end
  if node ~= '' then
    local lines = told[node]
    if not lines then
      lines, nodes[#nodes + 1] = {}, node
      told[node] = lines
    end
    -- Collected in pieces and joined once: Lua reads every string that it creates from beginning to end.
    for _, piece in ipairs({
      #lines > 0 and '\n' or '', other, '\nmessage:posted\n{"conversationId":"', id, '","message":{"seq":', seq, ',', tail, '}',
    }) do
      lines[#lines + 1] = piece
    end
  end
  if length % 64 == 1 then
    for _, k in ipairs({ conversationKey, logKey, sentKey, key('seeker', seeker) }) do
      redis.call('PEXPIRE', k, ARGV[1])
    end
  end
  return seq
end

local answers = {}
for at = 2, #ARGV, 5 do
  -- A message whose records cannot be read does not affect the others.
  local isDone, answer = pcall(send, unpack(ARGV, at, at + 4))
  table.insert(answers, isDone and answer or 'failed')
end
for _, node in ipairs(nodes) do
  tell_line(node, table.concat(told[node]))
end
return { 'ok', table.concat(answers, '\n') }
