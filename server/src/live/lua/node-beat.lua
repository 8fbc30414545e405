-- A node's heartbeat. It returns the store's epoch. A store that was restarted, or was promoted after a failover, may
-- have lost its latest writes. It gets a new epoch, and offers are held back for a while, until returning seekers are
-- in the queue again (rule F3).
-- KEYS[1] root
-- ARGV    node, fresh: id of a new epoch, if one is needed: strings; now: number; beatAt: time of the node's last
--         acknowledged heartbeat, or ''; holdMs: number
-- ok      { epoch, forgotten: the store did not know this node, or said so in a reply that the node did not receive }
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
