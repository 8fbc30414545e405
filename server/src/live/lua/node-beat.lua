--#include deadlines counts
-- A node's heartbeat. It returns the store's epoch. A store that was restarted, or was promoted after a failover, may
-- have lost its latest writes. It gets a new epoch, and offers are held back for a while, until returning seekers are
-- in the queue again (rule F3).
-- KEYS[1] root
-- ARGV    restoreHoldMs: number; node: string; freshEpoch: string (id of a new epoch, if one is needed); now: number;
--         beatAt: number? (time of the node's last acknowledged heartbeat)
-- ok      { epoch, forgotten: the store did not know this node, or said so in a reply that the node did not receive }
local restoreHoldMs, node, freshEpoch, now, beatAt = unpack(ARGV)

local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local epoch = read(key('epoch'))
if not epoch or epoch.run ~= run then
  epoch = { id = freshEpoch, run = run, bornAt = now, lostAt = beatAt ~= '' and beatAt or now, holdUntil = '' }
  write(key('epoch'), epoch)
  if beatAt ~= '' then
    hold_offers(now + restoreHoldMs)
  end
  -- Counts may be lost since the copy that this store now continues.
  if redis.call('EXISTS', key('counting')) == 1 then
    redis.call('HSET', key('counting'), 'lostTo', hour_of(now))
    -- What waits in the copy may have left the store already, in a batch that the copy does not know.
    redis.call('DEL', key('said'), key('said-earlier'))
    for field in pairs(read(key('counting'))) do
      if string.match(field, '^left ') then
        redis.call('HDEL', key('counting'), field)
      end
    end
  end
end
local before = tonumber(redis.call('ZSCORE', key('nodes'), node) or 0)
local forgotten = before == 0 or (beatAt ~= '' and before ~= tonumber(beatAt))
redis.call('ZADD', key('nodes'), now, node)
-- Concatenated, because every node asks each second.
return { 'ok', '{"epoch":"' .. epoch.id .. '","forgotten":' .. tostring(forgotten) .. '}' }
