-- Who takes part: a conversation's id alone opens nothing (rule C1).

-- The participant's conversation, and whom and where the other side is; nil if it isn't theirs.
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

-- Whether the log has all that anybody has: after a loss, once both sides have handed in their copies (rule F3).
local function is_whole(c)
  local epoch = epoch_id()
  return c.seekerEpoch == epoch and c.volunteerEpoch == epoch
end
