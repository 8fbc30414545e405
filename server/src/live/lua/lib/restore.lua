--#include lanes volunteers leaving conversations participants visits key-epochs transfer-view stuck-view transfers stuck calls ending connections deadlines
-- Restores tickets and conversations from resume tickets after the live store lost its data (rule F3).

-- Returns the error code if a resume ticket of this epoch and issue time may not restore anything. It may not in the
-- epoch that issued it: there, an unknown session has ended. It must be presented within `resumeMs` of the new epoch's
-- start and issued at most `resumeMs` before the loss, because ends are remembered no longer than that. The first valid
-- ticket starts the hold of offers.
local function restore_refusal(ofEpoch, issuedAt, now, resumeMs, holdMs)
  local epoch = read(key('epoch'))
  if not epoch then
    return 'unavailable'
  elseif epoch.id == ofEpoch or now - epoch.bornAt > resumeMs or issuedAt < epoch.lostAt - resumeMs then
    return 'wrong_state'
  end
  if epoch.holdUntil == '' then
    hold_offers(epoch.bornAt + holdMs)
  end
  return nil
end

-- How often the session had returned to the queue or was transferred. The later state of a session wins.
local function turn_of(record)
  return tonumber(record.turn) or 0
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

-- The pages of all seats get a new snapshot.
local function tell_all_outdated(c)
  for _, seat in ipairs(seats_of(c)) do
    local kind = receiver_kind(seat)
    tell_outdated(read(key(kind == 'seeker' and 'seeker' or 'volunteer', c[seat])), kind, c[seat])
  end
end

-- A resume ticket does not contain the seeker's answer: the seeker's tab gives it again (rule C11).
local function ask_again(c)
  if c.transferId ~= '' then
    c.transferState = 'asked'
  end
end

-- Replaces the pending transfer by that of a newer resume ticket.
local function restore_transfer(id, c, known, now)
  if c.transferId ~= known.transferId then
    local wasTakeover = is_takeover(known)
    drop_transfer(id, known, now)
    write_transfer(id, c)
    for _, name in ipairs(TRANSFER_FIELDS) do
      known[name] = c[name]
    end
    if wasTakeover then
      tell_stuck(now)
    end
  end
end

-- Applies what the volunteer's tab has reported of its keys, or that a leader has released the seeker (rules C16, V7).
local function restore_keys(id, c, known, now)
  if volunteer_keys(c) ~= volunteer_keys(known) then
    redis.call('HSET', key('conversation', id), 'volunteerKeys', c.volunteerKeys, 'volunteerKeysAt', c.volunteerKeysAt)
    note_not_stuck(id, known, now)
    restore_stuck(id, c, now)
  end
end

-- Applies what has changed after the issue of the resume ticket that restored the conversation first: the volunteer's
-- marks, the pending transfer, and the call.
local function restore_marks(id, c, known, now)
  if (tonumber(c.marks) or 0) > (tonumber(known.marks) or 0) then
    redis.call('HSET', key('conversation', id), 'marks', c.marks, 'marked', c.marked, 'held', c.held)
    restore_transfer(id, c, known, now)
    restore_keys(id, c, known, now)
    index_volunteer(c.volunteer)
    restore_call(id, c, known, now)
    tell_all_outdated(known)
  end
end

-- Applies higher counters of the other resume ticket, before the log is complete (rule C14).
local function restore_sent(id, c, known)
  for _, seat in ipairs(seats_ever(c)) do
    local name = seat .. 'Sent'
    known[name] = whole(math.max(tonumber(c[name]) or 0, tonumber(known[name]) or 0))
    redis.call('HSET', key('conversation', id), name, known[name])
  end
end

-- Staff count as away until they reconnect.
local function restore_seat(id, c, seat, now)
  local person = read(key('volunteer', c[seat]))
  c[seat .. 'Node'], c[seat .. 'LostAt'] = '', person and person.lostAt ~= '' and person.lostAt or now
  redis.call('SADD', key('volunteer', c[seat], index_of(c, seat)), id)
end

-- Applies a later key epoch, and who has left, since the issue of the resume ticket that restored the conversation first.
local function restore_epoch(id, c, known)
  if known.leader == '' and epoch_number(c) > epoch_number(known) then
    redis.call('HSET', key('conversation', id), 'keyEpoch', c.keyEpoch, 'left', c.left)
    known.keyEpoch, known.left = c.keyEpoch, c.left
    tell_all_outdated(known)
  end
end

-- Restores a conversation. The later state of a session wins. A seeker restored with an older place in the queue leaves
-- the queue. A seeker who has since queued again stays there. Of two conversations, the one that a transfer began later
-- stays (rule C11).
local function restore_conversation(id, c, now, lostMs, rebuildWaitMs, ttlMs)
  ask_again(c)
  local known = read(key('conversation', id))
  if known then
    -- Another seat's resume ticket may be newer: the plan was extended since, or the seeker confirmed their presence.
    for _, name in ipairs({ 'plannedMs', 'silentFrom' }) do
      if (tonumber(c[name]) or 0) > (tonumber(known[name]) or 0) then
        redis.call('HSET', key('conversation', id), name, c[name])
        tell_all_outdated(known)
      end
    end
    restore_epoch(id, c, known)
    if not is_whole(known) then
      restore_sent(id, c, known)
    end
    restore_marks(id, c, known, now)
    return
  elseif redis.call('EXISTS', key('tombstone', c.seeker)) > 0 then
    return
  end
  local seeker = read(key('seeker', c.seeker))
  if seeker then
    local ticket, earlier = read(key('ticket', seeker.ticket)), read(key('conversation', seeker.conversation))
    local turn = turn_of(ticket or earlier or c)
    if turn > turn_of(c) or (not ticket and turn == turn_of(c)) then
      return
    elseif ticket then
      leave_line(seeker.ticket, ticket)
    else
      leave_behind(seeker.conversation, earlier, now, 0)
    end
  else
    seeker = { node = '', connection = '', lostAt = now }
  end
  c.epoch, c.seekerNode, c.seekerLostAt = '', seeker.node, seeker.lostAt
  for _, seat in ipairs(seats_of(c)) do
    if receiver_kind(seat) == 'staff' then
      restore_seat(id, c, seat, now)
    end
  end
  write(key('conversation', id), c)
  take_stock(id, c, now, rebuildWaitMs)
  redis.call('HSET', key('seeker', c.seeker), 'ticket', '', 'conversation', id, 'node', seeker.node,
    'connection', seeker.connection, 'lostAt', seeker.lostAt)
  for _, k in ipairs({ key('conversation', id), key('seeker', c.seeker) }) do
    redis.call('PEXPIRE', k, ttlMs)
  end
  index_volunteer(c.volunteer)
  restore_call(id, c, nil, now)
  restore_stuck(id, c, now)
  -- A seat that reconnected earlier does not know of this conversation yet.
  tell_all_outdated(c)
  set_deadline('lost', id, now + lostMs)
  set_deadline('silence', id, now)
end
