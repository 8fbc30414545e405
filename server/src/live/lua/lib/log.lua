-- Entries of a conversation's log. An entry is the message's JSON without `{"seq":…,`, because the number is known only
-- when it is appended. It is '' if no seat had the message after a data loss (rule F3).

-- Returns the entry as a message. The text is long, so it is not parsed.
local function message_json(seq, entry)
  return '{"seq":' .. seq .. ',' .. entry
end

-- Returns the fields of the message without `seq`.
local function parse_entry(entry)
  return cjson.decode('{' .. entry)
end

-- Returns the sender's seat and counter (rule C14), which begin each entry; nil for an empty one.
local function sender_of(entry)
  local seat, counter = string.match(entry, '^"from":"(%w+)","counter":(%d+),')
  return seat, tonumber(counter)
end
