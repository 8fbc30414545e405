-- What a resume ticket brings back after the live store was lost (rule F3). Needs: queue, offers, tickets,
-- conversations.

-- Whether a resume ticket of that epoch, issued then, is of use now: not in the life of the store that issued it, where
-- what is not known is over; and only for a while, since an end is remembered for no longer.
local function may_restore(ofEpoch, issuedAt, now, resumeMs, holdMs)
  local epoch = read(key('epoch'))
  if epoch.id == ofEpoch or now - epoch.bornAt > resumeMs or issuedAt < epoch.lostAt - resumeMs then
    return false
  end
  if epoch.holdUntil == '' then
    hold_offers(epoch.bornAt + holdMs)
  end
  return true
end

local function restore_ticket(id, ticket, now, askMs, placeKeptMs, ttlMs)
  ticket.state, ticket.offer = 'waiting', ''
  write(key('ticket', id), ticket)
  redis.call('PEXPIRE', key('ticket', id), ttlMs)
  redis.call('HSET', key('seeker', ticket.seeker), 'ticket', id, 'conversation', '', 'node', '', 'connection', '', 'lostAt', now)
  redis.call('PEXPIRE', key('seeker', ticket.seeker), ttlMs)
  local last = tonumber(fields(key('line'), 'last-score')) or 0
  if tonumber(ticket.score) > last then
    redis.call('HSET', key('line'), 'last-score', ticket.score)
  end
  step_in(id, ticket)
  set_deadline('ask', id, now + askMs)
  set_deadline('place', ticket.seeker, now + placeKeptMs)
end

-- What the volunteer has marked since the ticket was issued that brought the conversation back.
local function restore_marks(id, c, known)
  if (tonumber(c.marks) or 0) > (tonumber(known.marks) or 0) then
    redis.call('HSET', key('conversation', id), 'marks', c.marks, 'marked', c.marked, 'held', c.held,
      'volunteerKeys', c.volunteerKeys)
    index_volunteer(c.volunteer)
    tell_outdated(read(key('seeker', c.seeker)), 'seeker ' .. c.seeker)
    tell_outdated(read(key('volunteer', c.volunteer)), 'staff ' .. c.volunteer)
  end
end

-- A side that is not there yet is away until it says otherwise. What comes later in a session wins: a seeker who came
-- back with the older place in line leaves it, and one who is in line again, or talks elsewhere, stays.
local function restore_conversation(id, c, now, lostMs, ttlMs)
  local known = read(key('conversation', id))
  if known then
    -- The other side's ticket may be the newer one: more was planned since, or the seeker said to be there.
    for _, name in ipairs({ 'plannedMs', 'silentFrom' }) do
      if (tonumber(c[name]) or 0) > (tonumber(known[name]) or 0) then
        redis.call('HSET', key('conversation', id), name, c[name])
        tell_outdated(read(key('seeker', c.seeker)), 'seeker ' .. c.seeker)
        tell_outdated(read(key('volunteer', c.volunteer)), 'staff ' .. c.volunteer)
      end
    end
    restore_marks(id, c, known)
    return
  elseif redis.call('EXISTS', key('tombstone', c.seeker)) > 0 then
    return
  end
  local seeker = read(key('seeker', c.seeker))
  if seeker then
    local ticket = read(key('ticket', seeker.ticket))
    if not ticket or (tonumber(ticket.turn) or 0) > (tonumber(c.turn) or 0) then
      return
    end
    leave_line(seeker.ticket, ticket)
  else
    seeker = { node = '', connection = '', lostAt = now }
  end
  local volunteer = read(key('volunteer', c.volunteer))
  c.seekerNode, c.volunteerNode, c.seekerLostAt, c.volunteerLostAt = seeker.node, '', seeker.lostAt, now
  if volunteer and volunteer.lostAt ~= '' then
    c.volunteerLostAt = volunteer.lostAt
  end
  c.epoch = ''
  write(key('conversation', id), c)
  take_stock(id, c)
  redis.call('HSET', key('seeker', c.seeker), 'ticket', '', 'conversation', id, 'node', seeker.node,
    'connection', seeker.connection, 'lostAt', seeker.lostAt)
  for _, k in ipairs({ key('conversation', id), key('seeker', c.seeker) }) do
    redis.call('PEXPIRE', k, ttlMs)
  end
  redis.call('SADD', key('volunteer', c.volunteer, 'conversations'), id)
  index_volunteer(c.volunteer)
  -- Whoever was back before the other does not know of it yet.
  tell_outdated(volunteer, 'staff ' .. c.volunteer)
  tell_outdated(seeker, 'seeker ' .. c.seeker)
  set_deadline('lost', id, now + lostMs)
  set_deadline('silence', id, now)
end
