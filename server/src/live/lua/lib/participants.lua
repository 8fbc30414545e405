-- Checks of participants: knowing a conversation's id alone gives no access (rule C1).

-- Returns the conversation, the other side as a receiver, and the other side's node; nil if the caller is no
-- participant.
local function as_participant(id, side, participant)
  local c = read(key('conversation', id))
  if not c or c[side] ~= participant then
    return nil
  end
  if side == 'seeker' then
    return c, 'staff ' .. c.volunteer, c.volunteerNode
  end
  return c, 'seeker ' .. c.seeker, c.seekerNode
end

-- Whether the log is complete. After a data loss it is complete once both sides have handed in their copies (rule F3).
local function is_whole(c)
  local epoch = epoch_id()
  return c.seekerEpoch == epoch and c.volunteerEpoch == epoch
end
