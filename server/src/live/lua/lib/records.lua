-- Records in resume tickets (rule F3).

-- Fields that a restore sets anew, or that never leave the store (the address prefix, rule A2).
local NOT_KEPT = {
  'prefix', 'epoch', 'seekerEpoch', 'volunteerEpoch', 'seekerNode', 'volunteerNode', 'seekerLostAt', 'volunteerLostAt',
  'callBy', 'callByAlias', 'callKey',
}

-- Returns the record without them and without empty fields, because a ticket's length is limited.
local function kept_of(record)
  for _, name in ipairs(NOT_KEPT) do
    record[name] = nil
  end
  local kept = {}
  for name, value in pairs(record) do
    if value ~= '' then
      kept[name] = value
    end
  end
  return kept
end
