-- Lists that several leaders are told. Most of them see the same, so an entry is encoded once, and once more only for who
-- sees it differently.

-- Returns an entry. `shown`: table, as most see it. `except`: staff id → table, or false to leave it out for them.
local function list_entry(shown, except)
  local entry = { text = cjson.encode(shown), except = {} }
  for staff, other in pairs(except) do
    entry.except[staff] = other and cjson.encode(other) or ''
  end
  return entry
end

-- Returns the list as JSON, as this person sees it.
local function list_json(entries, staff)
  local texts = {}
  for _, entry in ipairs(entries) do
    local text = entry.except[staff] or entry.text
    if text ~= '' then
      texts[#texts + 1] = text
    end
  end
  return '[' .. table.concat(texts, ',') .. ']'
end

local function tell_json(name, staff, json)
  local node = fields(key('volunteer', staff), 'node')
  tell_line(node, typed_id('staff', staff) .. '\n' .. name .. ':changed\n{"' .. name .. '":' .. json .. '}')
end

-- Publishes the list to these people, in a fixed order, as the field `name` of the event `<name>:changed`.
local function tell_list(name, entries, people)
  local excepted, forOthers = {}, nil
  for _, entry in ipairs(entries) do
    for staff in pairs(entry.except) do
      excepted[staff] = true
    end
  end
  table.sort(people)
  for _, staff in ipairs(people) do
    local json = excepted[staff] and list_json(entries, staff)
    if not json then
      forOthers = forOthers or list_json(entries, staff)
      json = forOthers
    end
    tell_json(name, staff, json)
  end
end

