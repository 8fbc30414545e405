--#include call counts
-- Stores the answers to the questions after a conversation, once (rule T6). Comments wait until a batch is complete.
-- KEYS[1] root
-- args    seeker: string; proof: string (SHA-256 of the session's secret and the answer, to recognise a repeated
--         answer); feeling, heard: number?; comment: string?; commentId, batchId: string; atLeast,
--         feedbackKeptMs, batchesMax: number
-- ok      {} · not_found (nothing to answer, or no longer) · wrong_state (a different answer was given before)
local rightKey, pendingKey, releasedKey = key('answer-right', args.seeker), key('comments-pending'), key('comments-released')
local keptMs = args.feedbackKeptMs

local state, before, proof = fields(rightKey, 'state', 'feeling', 'proof')
if state == '' then
  return { 'not_found' }
elseif state == 'given' then
  return proof == args.proof and ok() or { 'wrong_state' }
end
redis.call('HSET', rightKey, 'state', 'given', 'proof', args.proof)
redis.call('HDEL', rightKey, 'feeling')

if args.feeling then
  say('after', args.feeling)
  if before ~= '' then
    local better = args.feeling - before
    say('before', before)
    say('change', better > 0 and 'better' or better < 0 and 'worse' or 'same')
  end
end
if args.heard then
  say('heard', args.heard)
end
if args.comment then
  redis.call('SADD', pendingKey, args.commentId .. ' ' .. args.comment)
  redis.call('PEXPIRE', pendingKey, keptMs, 'NX')
  if redis.call('SCARD', pendingKey) >= args.atLeast then
    redis.call('RENAME', pendingKey, key('comments', args.batchId))
    redis.call('PEXPIRE', key('comments', args.batchId), keptMs)
    redis.call('LPUSH', releasedKey, args.batchId)
    redis.call('PEXPIRE', releasedKey, keptMs)
    for _, old in ipairs(redis.call('LRANGE', releasedKey, args.batchesMax, -1)) do
      redis.call('DEL', key('comments', old))
    end
    redis.call('LTRIM', releasedKey, 0, args.batchesMax - 1)
  end
end
return ok()
