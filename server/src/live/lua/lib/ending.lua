--#include volunteers availability transfers held participants visits asides calls stuck-view ends deadlines counts
-- The end of a conversation.

-- Writes what remains of an ended conversation: its end, and the right to give feedback once, both for as long (rules
-- A6, T6). The feeling stated before the conversation is kept for comparison.
local function bury(c, ended, now, tombstoneMs)
  ended.kind = 'conversation_ended'
  redis.call('SET', key('tombstone', c.seeker), cjson.encode(ended), 'PX', tombstoneMs)
  set_deadline('tombstone', c.seeker, now + tombstoneMs)
  if ended.reason ~= 'keys_differ' then
    local rightKey = key('answer-right', c.seeker)
    redis.call('DEL', rightKey)
    redis.call('HSET', rightKey, 'state', 'open', 'feeling', c.feeling)
    redis.call('PEXPIRE', rightKey, tombstoneMs)
  end
end

-- Ends the conversation for its volunteer, with a wrap-up of `wrapUpMs` (rule O6).
local function free_volunteer(id, c, reason, now, wrapUpMs)
  local volunteerKey = key('volunteer', c.volunteer)
  redis.call('SREM', key('volunteer', c.volunteer, 'conversations'), id)
  local volunteer = read(volunteerKey)
  if not volunteer then
    return
  end
  if wrapUpMs > 0 and volunteer.state ~= 'off' then
    local after = volunteer.state == 'wrapping_up' and volunteer.after or volunteer.state
    redis.call('HSET', volunteerKey, 'state', 'wrapping_up', 'after', after, 'wrapUntil', now + wrapUpMs)
    volunteer.state, volunteer.wrapUntil = 'wrapping_up', now + wrapUpMs
    set_deadline('wrap-up', c.volunteer, now + wrapUpMs)
  end
  index_volunteer(c.volunteer)
  -- Send the availability first. Otherwise the page would show the volunteer as ready between the two events.
  tell_availability(c.volunteer, volunteer, now)
  tell(volunteer.node, 'staff', c.volunteer, 'conversation:ended', { conversationId = id, reason = reason })
end

-- Ends the conversation for its visitors. If the seeker continues elsewhere, only their visit is over (rule C11).
local function free_visitors(id, c, reason)
  for _, seat in ipairs(seats_of(c)) do
    if seat ~= 'seeker' and seat ~= 'volunteer' then
      if reason == 'transferred' or reason == 'taken_over' then
        tell_seat(c, seat, 'visit:ended', { conversationId = id })
      else
        tell_seat(c, seat, 'conversation:ended', { conversationId = id, reason = reason })
      end
      redis.call('SREM', key('volunteer', c[seat], index_of(c, seat)), id)
    end
  end
end

-- Deletes all data of the conversation in this script and notifies its staff (rule A6).
local function delete_conversation(id, c, reason, now, wrapUpMs)
  free_visitors(id, c, reason)
  end_aside(c)
  redis.call('DEL', key('conversation', id), key('log', id))
  clear_deadline('seat', id)
  clear_deadline('lost', id)
  clear_deadline('silence', id)
  clear_deadline('rebuild', id)
  clear_deadline('stuck', id)
  clear_deadline('escalate', id)
  drop_transfer(id, c, now)
  free_volunteer(id, c, reason, now, wrapUpMs)
  if redis.call('ZREM', key('stuck'), id) == 1 then
    tell_stuck(now)
  end
  if c.callKind ~= '' then
    tell_leaders(now, c.callEscalated == '1')
  end
end

-- Ends the conversation for its volunteer, because the seeker continues elsewhere. It does not count as ended for resume
-- tickets: the seeker's tab may have no newer one yet. A restore of the later state replaces it (rule C11). `wrapUpMs`: see
-- free_volunteer.
local function leave_behind(id, c, now, wrapUpMs)
  count_end(c, 'moved', now)
  delete_conversation(id, c, 'transferred', now, wrapUpMs)
end

-- The same for its former volunteer, after an offer of a transfer was accepted. `endKeptMs`: see ends.lua.
local function hand_over(id, c, now, wrapUpMs, endKeptMs)
  -- First, so that the offer does not count as withdrawn.
  redis.call('DEL', key('transfer', id))
  if is_takeover(c) then
    count_end(c, 'moved', now)
    note_end(id, c, 'taken_over', endKeptMs)
    delete_conversation(id, c, 'taken_over', now, wrapUpMs)
  else
    leave_behind(id, c, now, wrapUpMs)
  end
end

-- Ends the conversation and the seeker's session. Only the seeker's tombstone remains, unless the reason is 'exit'. It
-- holds the reason, whether the conversation was marked as danger, and the volunteer's last encrypted message, if any.
local function end_conversation(id, c, reason, lastMessage, now, wrapUpMs, tombstoneMs)
  count_end(c, reason, now)
  tell_over('conversation', id)
  tell_over('seeker', c.seeker)
  local ended = { conversationId = id, reason = reason, danger = is_danger(c), lastMessage = lastMessage }
  local node = fields(key('seeker', c.seeker), 'node')
  tell(node, 'seeker', c.seeker, 'conversation:ended', ended)
  redis.call('DEL', key('seeker', c.seeker))
  let_go_everywhere('seeker', c.seeker)
  if reason ~= 'exit' then
    bury(c, ended, now, tombstoneMs)
  end
  delete_conversation(id, c, reason, now, wrapUpMs)
end
