--#include call conversations counts
-- Once in each minute: counts the time of volunteers on duty, and who of them is busy with a conversation or a wrap-up (rule
-- T1). Any node may call it at any time. A conversation must not change `staff`. So a wrap-up counts as the state after it,
-- only volunteers with a connection count, and only in opening hours: later, volunteers stay for open conversations.
-- KEYS[1] root
-- args    now: number; open: boolean (the service is open by the plan)
-- ok      {}
local countingKey, minute = key('counting'), math.floor(args.now / 60000)

local last = tonumber(redis.call('HGET', countingKey, 'minute')) or 0
-- Much earlier than the last one: the clock was ahead then, and has been set back.
if minute > last or minute < last - 60 then
  redis.call('HSET', countingKey, 'minute', whole(minute))
  for _, id in ipairs(redis.call('SMEMBERS', key('duty'))) do
    local state, after, connection = fields(key('volunteer', id), 'state', 'after', 'connection')
    local isReady = state == 'ready' or (state == 'wrapping_up' and after == 'ready')
    if args.open and isReady and connection ~= '' then
      redis.call('HINCRBY', countingKey, 'staff', 1)
    end
    -- With several conversations, the minute belongs to the oldest one.
    local oldest = held_by(id)[1]
    if oldest then
      redis.call('HINCRBY', key('conversation', oldest[1]), 'busy', 1)
    elseif state == 'wrapping_up' then
      add_said('busy minutes', 1)
    end
  end
end
return ok()
