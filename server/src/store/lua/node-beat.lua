-- A node says that it lives, and learns which life of the store this is. A store that was started anew, or took over
-- from one that failed, may have lost what it was told last: it gets a new epoch, and for a while nobody is offered,
-- until those who come back are in line again (rule F3).
-- KEYS[1] root
-- ARGV    node, fresh: a new epoch's id if one is needed: strings; now: number; beatAt: the last of its beats whose answer
--         the node has heard, or ''; holdMs: number
-- ok      { epoch, forgotten: the store did not know this node, or told it so in an answer that it has not heard }
local node, fresh, now, beatAt, holdMs = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])

local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local epoch = read(key('epoch'))
if not epoch or epoch.run ~= run then
  epoch = { id = fresh }
  write(key('epoch'), { id = fresh, run = run, bornAt = ARGV[3], lostAt = beatAt ~= '' and beatAt or ARGV[3], holdUntil = '' })
  if beatAt ~= '' then
    hold_offers(now + holdMs)
  end
end
local before = tonumber(redis.call('ZSCORE', key('nodes'), node) or 0)
local forgotten = before == 0 or (beatAt ~= '' and before ~= tonumber(beatAt))
redis.call('ZADD', key('nodes'), now, node)
return { 'ok', '{"epoch":"' .. epoch.id .. '","forgotten":' .. tostring(forgotten) .. '}' }
