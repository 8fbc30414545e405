--#include volunteers transfers calls told-lists stuck-view stuck deadlines
-- Starting and ending duty.

-- Records since when exactly one volunteer has been on duty (rule O4).
local function note_alone(now)
  if redis.call('SCARD', key('duty')) == 1 then
    redis.call('SET', key('alone-since'), whole(now), 'NX')
  else
    redis.call('DEL', key('alone-since'))
  end
end

-- Notifies a person who begins or ends to lead on duty of the calls and the stuck conversations that they see now.
local function tell_lists_to(id, now)
  if redis.call('EXISTS', key('calls')) == 1 then
    tell_json('calls', id, calls_json(id, now))
  end
  if redis.call('EXISTS', key('stuck')) == 1 then
    tell_json('stuck', id, stuck_json(id, now))
  end
end

-- Updates the set of leaders on duty (rule I2). Call it after a change of the duty state or of the `leads` field. One who
-- no longer leads hands back the calls that they have taken, and takes over nothing (rules V4, V7).
local function note_leader(id, now)
  local state, leads = fields(key('volunteer', id), 'state', 'leads')
  if leads == '1' and state ~= 'off' then
    if redis.call('SADD', key('leaders'), id) == 1 then
      tell_lists_to(id, now)
    end
  elseif redis.call('SREM', key('leaders'), id) == 1 then
    return_calls(id, now)
    end_takeovers_by(id, now)
    tell_lists_to(id, now)
  end
end

local function end_lead(id, now)
  redis.call('HSET', key('volunteer', id), 'leads', '')
  redis.call('SREM', key('connected-leaders'), id)
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
