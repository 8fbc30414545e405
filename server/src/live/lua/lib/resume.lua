-- What a resume ticket contains of a record.

-- Fields that a restore sets anew. They would make the ticket longer, and so its frames (rule E7).
local SET_ANEW = { '^%l+Node$', '^%l+LostAt$', '^%l*[eE]poch$', '^base$', '^transferState$', '^callBy' }

-- Removes fields from a record that was read. The address prefix never leaves the store (rule A2).
local function for_resume(record)
  record.prefix = nil
  for name in pairs(record) do
    for _, pattern in ipairs(SET_ANEW) do
      if string.match(name, pattern) then
        record[name] = nil
      end
    end
  end
  return record
end
