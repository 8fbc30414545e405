--#include offers transfers stuck-view volunteers
-- Finding somebody for a transfer, and offering it (rule C11).

-- Whether this volunteer may be offered it: not by themselves, and not again within `holdMs` of a decline or a miss. The
-- one whom the seeker asked to leave may be only if the seeker has agreed to exactly this person (rule C12).
local function may_take(transfer, staff, now, holdMs)
  local c, declinedAt = transfer.record, transfer.answer['declined ' .. staff]
  if staff == c.volunteer or staff == c.another and c.transferTo ~= 'colleague' then
    return false
  end
  return declinedAt == '' or now - declinedAt >= holdMs
end

-- Whether this person could begin another conversation now. A takeover is the leader's own choice, as *Take next* is.
local function could_begin(transfer, staff, volunteer)
  if is_takeover(transfer.record) then
    local works = volunteer.state == 'ready' or volunteer.state == 'paused'
    return works and volunteer.connection ~= '' and volunteer.offer == ''
      and load_of(staff) < tonumber(volunteer.capacity)
  end
  return is_free_for_transfer(staff, volunteer)
end

-- Returns the leaders on duty, the longest idle first.
local function leaders_by_idle()
  local idleSince, leaders = {}, redis.call('SMEMBERS', key('leaders'))
  for _, staff in ipairs(leaders) do
    idleSince[staff] = tonumber(fields(key('volunteer', staff), 'idleSince')) or 0
  end
  table.sort(leaders, function(a, b)
    return idleSince[a] < idleSince[b] or idleSince[a] == idleSince[b] and a < b
  end)
  return leaders
end

-- Returns the id and record of the person who gets the offer; nil if there is nobody. The next available volunteer is a
-- ready one. A leader or a certain colleague may also be paused.
local function find_taker(transfer, now, holdMs)
  local c = transfer.record
  local among = c.transferTo == 'any' and redis.call('ZRANGE', key('ready', c.language), 0, -1)
    or c.transferTo == 'leader' and leaders_by_idle() or { c.transferStaff }
  for _, staff in ipairs(among) do
    local volunteer = read(key('volunteer', staff))
    if volunteer and could_begin(transfer, staff, volunteer) and may_take(transfer, staff, now, holdMs) then
      return staff, volunteer
    end
  end
  return nil
end

-- Whether it waits for a colleague who is not on duty any more.
local function is_lost(c)
  local state = c.transferTo == 'colleague' and fields(key('volunteer', c.transferStaff), 'state')
  return state == '' or state == 'off'
end

local function make_transfer_offer(offerId, conversationId, staff, volunteer, transfer, now, offerMs, ttlMs)
  local offer = { volunteer = staff, conversation = conversationId, expiresAt = whole(now + offerMs) }
  reserve(offerId, 'transfer', transfer.id, offer, volunteer, ttlMs)
  redis.call('ZREM', key('transfers'), transfer.id)
  redis.call('HSET', key('transfer', transfer.id), 'offer', offerId)
  set_transfer_state(transfer.id, transfer.record, 'offered')
  return offer
end

-- Returns the oldest transfer that this volunteer can take; nil if there is none.
local function transfer_for(staff, volunteer, now, holdMs)
  for _, transfer in ipairs(waiting_transfers(now)) do
    local c = transfer.record
    local suits = c.transferStaff == staff or c.transferTo == 'leader' and volunteer.leads == '1'
      or c.transferTo == 'any' and string.find(',' .. volunteer.languages .. ',', ',' .. c.language .. ',', 1, true)
    if suits and may_take(transfer, staff, now, holdMs) then
      return transfer
    end
  end
  return nil
end
