--#include volunteers transfers calls deadlines
-- Starting and ending duty.

-- Records since when exactly one volunteer has been on duty (rule O4).
local function note_alone(now)
  if redis.call('SCARD', key('duty')) == 1 then
    redis.call('SET', key('alone-since'), whole(now), 'NX')
  else
    redis.call('DEL', key('alone-since'))
  end
end

-- Updates the set of leaders on duty (rule I2). Call it after a change of the duty state or of the `leads` field. One who
-- no longer leads hands back the calls that they have taken (rule V4).
local function note_leader(id, now)
  local state, leads = fields(key('volunteer', id), 'state', 'leads')
  if leads == '1' and state ~= 'off' then
    redis.call('SADD', key('leaders'), id)
  elseif redis.call('SREM', key('leaders'), id) == 1 then
    return_calls(id, now)
  end
end

local function end_lead(id, now)
  redis.call('HSET', key('volunteer', id), 'leads', '')
  note_leader(id, now)
end

local function leave_duty(id, volunteer, now)
  redis.call('HSET', key('volunteer', id), 'state', 'off', 'missed', '', 'misses', '0')
  index_volunteer(id)
  redis.call('SREM', key('duty'), id)
  note_leader(id, now)
  clear_deadline('wrap-up', id)
  clear_deadline('duty', id)
  end_transfers_to(id, now)
  note_alone(now)
  if volunteer.connection == '' then
    redis.call('DEL', key('volunteer', id))
  end
end
