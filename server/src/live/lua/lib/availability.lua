-- A volunteer's availability, as the volunteer's page sees it.

-- Returns it as a table.
local function availability_of(volunteer, now)
  if not volunteer or volunteer.state == '' or volunteer.state == 'off' then
    return { state = 'off' }
  elseif volunteer.state == 'wrapping_up' then
    return { state = 'wrapping_up', leftMs = math.max(0, volunteer.wrapUntil - now) }
  elseif volunteer.state == 'paused' then
    return { state = 'paused', missed = volunteer.missed == '1' }
  end
  return { state = volunteer.state }
end

local function tell_availability(id, volunteer, now)
  tell(volunteer.node, 'staff', id, 'availability:changed', { availability = availability_of(volunteer, now) })
end
