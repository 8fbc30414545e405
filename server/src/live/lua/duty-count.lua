--#include call volunteers
-- Once in each minute: counts who on duty is ready for a seeker, and who is busy with a conversation or a wrap-up (rule
-- T1). Any node may call it at any time.
-- KEYS[1] root
-- args    now: number
-- ok      {}
local countingKey, minute = key('counting'), math.floor(args.now / 60000)

local last = tonumber(redis.call('HGET', countingKey, 'minute')) or 0
-- Much earlier than the last one: the clock was ahead then, and has been set back.
if minute > last or minute < last - 60 then
  redis.call('HSET', countingKey, 'minute', whole(minute))
  for _, id in ipairs(redis.call('SMEMBERS', key('duty'))) do
    local state, connection = fields(key('volunteer', id), 'state', 'connection')
    if load_of(id) > 0 or state == 'wrapping_up' then
      redis.call('HINCRBY', countingKey, 'busy', 1)
    elseif state == 'ready' and connection ~= '' then
      redis.call('HINCRBY', countingKey, 'ready', 1)
    end
  end
end
return ok()
