--#include key-epochs transfer-view stuck-view
-- What a resume ticket contains of a record.

-- Fields that a restore sets anew. They would make the ticket longer, and so its frames (rule E7).
local SET_ANEW = {
  '^%l+Node$', '^%l+LostAt$', '^epoch$', '^%l+Epoch$', '^base$', '^transferState$', '^callBy', '^callKey$', '^callAside$',
  '^callOpenAt$', '^callEscalated$', '^busy$',
}

local function is_set_anew(name)
  for _, pattern in ipairs(SET_ANEW) do
    if string.match(name, pattern) then
      return name ~= 'keyEpoch'
    end
  end
  return false
end

-- Removes fields from a record that was read, a leader's visit (rule E5), and a pending takeover (rule V7). The address prefix never leaves the store
-- (rule A2). A field that is missing is the same as an empty one.
local function for_resume(record)
  without_visit(record)
  if is_takeover(record) then
    for _, name in ipairs(TRANSFER_FIELDS) do
      record[name] = nil
    end
  end
  record.prefix = nil
  for name, value in pairs(record) do
    if value == '' or is_set_anew(name) then
      record[name] = nil
    end
  end
  return record
end
