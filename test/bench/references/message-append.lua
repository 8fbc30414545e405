-- The floor of message-send.lua: only the reads and writes that the rules cannot do without. Membership (C1), sequence
-- number (C2), log, and publishing to the other seat's node (F6), once per node. No idempotency, no epoch, no TTL.
-- KEYS[1] root
-- ARGV    those of message-send.lua. Declared before this script: the positions in the first message's arguments of
--         conversation, seat, participant and tail; step: the number of arguments of a message
-- ok      one line for each message: seq · not_found
local root, told, answers = KEYS[1], {}, {}
for at = 0, #ARGV - tail, step do
  local id = ARGV[at + conversation]
  local seeker, volunteer, seekerNode, volunteerNode = unpack(redis.call('HMGET', root .. ':conversation:' .. id,
    'seeker', 'volunteer', 'seekerNode', 'volunteerNode'))
  local sender, receiver, node = seeker, 'staff ' .. (volunteer or ''), volunteerNode
  if ARGV[at + seat] == 'volunteer' then
    sender, receiver, node = volunteer, 'seeker ' .. (seeker or ''), seekerNode
  end
  if sender == ARGV[at + participant] then
    local seq = string.format('%d', redis.call('RPUSH', root .. ':log:' .. id, ARGV[at + tail]))
    local lines = told[node] or {}
    local n = #lines
    told[node] = lines
    lines[n + 1], lines[n + 2], lines[n + 3], lines[n + 4] = n > 0 and '\n' or '', receiver,
      '\nmessage:posted\n{"conversationId":"', id
    lines[n + 5], lines[n + 6], lines[n + 7], lines[n + 8], lines[n + 9] = '","message":{"seq":', seq, ',',
      ARGV[at + tail], '}'
    answers[#answers + 1] = seq
  else
    answers[#answers + 1] = 'not_found'
  end
end
for node, lines in pairs(told) do
  redis.call('SPUBLISH', root .. ':to:' .. node, table.concat(lines))
end
return { 'ok', table.concat(answers, '\n') }
