-- What differs between the kinds of conversation (rule C13). All else is the same for every kind.
--   confirms        the seat whose tab proves to the volunteer's that it has the same keys (rule E3)
--   index           by seat: the index of a staff member's conversations that contains it
--   is_rebuilt      after a loss of the store, its seats hand in their copies (rule F3); otherwise it ends
--   is_awaited      if those who have its seats stay away, leaders are told, and it ends (rules V7, C10)
--   counts_silence  its seeker is asked after a while without a message (rule C9)
local KINDS = {
  support = {
    confirms = 'seeker', index = { volunteer = 'conversations', leader = 'visits' },
    is_rebuilt = true, is_awaited = true, counts_silence = true,
  },
  aside = {
    confirms = 'leader', index = { volunteer = 'asides', leader = 'asides' },
    is_rebuilt = false, is_awaited = false, counts_silence = false,
  },
}

local function kind_of(c)
  return KINDS[c.kind]
end
