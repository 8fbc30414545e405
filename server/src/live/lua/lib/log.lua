-- Entries of a conversation's log. An entry is the message's JSON without `{"seq":…,`, because the number is known only
-- when it is appended. It is '' if neither side had the message after a data loss (rule F3).

-- Returns the entry as a message. The text is long, so it is not parsed.
local function message_json(seq, entry)
  return '{"seq":' .. seq .. ',' .. entry
end

-- Returns the fields of the message without `seq`.
local function parse_entry(entry)
  return cjson.decode('{' .. entry)
end
