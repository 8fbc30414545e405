--#include volunteers availability pending-offers finding offers deadlines
-- *Take next* (rule O2).

-- Returns the reply if the volunteer cannot take anything now, or has a pending offer; nil otherwise.
local function take_reply(staff, volunteer, now)
  if not volunteer or volunteer.state == 'off' or volunteer.connection == '' then
    return { 'wrong_state' }
  end
  local pending, reserved = pending_offer(staff, volunteer)
  if pending then
    return { 'ok', offer_json(volunteer.offer, pending, reserved, now) }
  elseif load_of(staff) >= tonumber(volunteer.capacity) then
    return { 'at_capacity' }
  end
  local heldMs = held_ms(now)
  return heldMs > 0 and { 'queue_empty', whole(heldMs) } or nil
end

-- Ends a wrap-up, because the volunteer takes the next one. The reply contains only the offer; the new availability is
-- sent as an event.
local function end_wrap_up(staff, volunteer, now)
  if volunteer.state == 'wrapping_up' then
    volunteer.state = volunteer.after
    redis.call('HSET', key('volunteer', staff), 'state', volunteer.state)
    clear_deadline('wrap-up', staff)
    tell_availability(staff, volunteer, now)
  end
end
