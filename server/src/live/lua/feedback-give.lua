-- Stores the answers to the questions after a conversation, once (rule T6). Counts wait here until they are released
-- (see feedback-release.lua). Comments wait until a batch is complete.
-- KEYS[1] root
-- ARGV    seeker; proof: SHA-256 of the session's secret and the answer, to recognise a repeated answer; month;
--         feeling, heard, comment ('' none); commentId, batchId: strings; atLeast, keepMs, batchesMax: numbers
-- ok      no result · not_found (nothing to answer, or no longer) · wrong_state (a different answer was given before)
local seeker, proof, month, feeling, heard, comment, commentId, batchId = unpack(ARGV, 1, 8)
local atLeast, keepMs, batchesMax = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local rightKey, countsKey, pendingKey = key('feedback', seeker), key('feedback-counts', month), key('comments-pending')
local releasedKey = key('comments-released')

local right = redis.call('GET', rightKey)
if not right then
  return { 'not_found' }
end
local state, held = string.match(right, '^(%a+) (.*)$')
if state == 'given' then
  return { held == proof and 'ok' or 'wrong_state' }
end
redis.call('SET', rightKey, 'given ' .. proof, 'KEEPTTL')

if feeling ~= '' or heard ~= '' then
  redis.call('HINCRBY', countsKey, 'answers', 1)
  if feeling ~= '' then
    redis.call('HINCRBY', countsKey, month .. ' feeling ' .. (held ~= '' and held or 'none') .. ' ' .. feeling, 1)
  end
  if heard ~= '' then
    redis.call('HINCRBY', countsKey, month .. ' heard ' .. heard, 1)
  end
  redis.call('PEXPIRE', countsKey, keepMs, 'NX')
end
if comment ~= '' then
  redis.call('SADD', pendingKey, commentId .. ' ' .. comment)
  redis.call('PEXPIRE', pendingKey, keepMs, 'NX')
  if redis.call('SCARD', pendingKey) >= atLeast then
    redis.call('RENAME', pendingKey, key('comments', batchId))
    redis.call('PEXPIRE', key('comments', batchId), keepMs)
    redis.call('LPUSH', releasedKey, batchId)
    redis.call('PEXPIRE', releasedKey, keepMs)
    for _, old in ipairs(redis.call('LRANGE', releasedKey, batchesMax, -1)) do
      redis.call('DEL', key('comments', old))
    end
    redis.call('LTRIM', releasedKey, 0, batchesMax - 1)
  end
end
return { 'ok' }
