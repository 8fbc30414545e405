-- The two sides of a conversation.
local SIDES = { 'seeker', 'volunteer' }
local OTHER = { seeker = 'volunteer', volunteer = 'seeker' }

-- Returns the conversation; nil if the caller is no participant. Knowing its id alone gives no access (rule C1).
local function as_participant(id, side, participant)
  local c = read(key('conversation', id))
  return c and c[side] == participant and c or nil
end

-- Publishes an event to one side of the conversation.
local function tell_side(c, side, event, payload)
  tell(c[side .. 'Node'], side == 'seeker' and 'seeker' or 'staff', c[side], event, payload)
end

-- Whether the log is complete in this epoch of the store. After a data loss it is complete once both sides have handed in
-- their copies (rule F3).
local function is_whole_in(epoch, c)
  return c.seekerEpoch == epoch and c.volunteerEpoch == epoch
end
local function is_whole(c)
  return is_whole_in(epoch_id(), c)
end
