--#include call participants transfer-view transfers
-- The seeker answers the question about a transfer. *No* ends it, also after a *yes*. *Yes* begins the search (rule C11).
-- KEYS[1] root
-- args    conversation, seeker, transfer: string; publicKey: string? (none: no); history: boolean; now, liveKeyMs: number
-- ok      {} · not_found · wrong_state (a *yes*, and the transfer is not pending any more or has another answer)
local id, now, publicKey = args.conversation, args.now, args.publicKey
local history = args.history and '1' or ''

local c = as_participant(id, 'seeker', args.seeker)
if not c then
  return { 'not_found' }
elseif c.transferId ~= args.transfer then
  return publicKey and { 'wrong_state' } or ok()
elseif not publicKey then
  end_transfer(id, c, now)
  tell_transfer(id, c, 'volunteer', 'refused')
  return ok()
elseif c.transferState ~= 'asked' then
  local before = { fields(key('transfer', id), 'publicKey', 'history') }
  return before[1] == publicKey and before[2] == history and ok() or { 'wrong_state' }
end
redis.call('HSET', key('transfer', id), 'publicKey', publicKey, 'history', history, 'answeredAt', whole(now), 'offer', '')
redis.call('PEXPIRE', key('transfer', id), args.liveKeyMs)
redis.call('ZADD', key('transfers'), whole(now), id)
c.transferState = 'waiting'
redis.call('HSET', key('conversation', id), 'transferState', c.transferState)
tell_transfer(id, c, 'volunteer')
return ok()
