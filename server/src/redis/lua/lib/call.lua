-- Arguments and replies of all scripts but those of the hot path, which take their arguments by position and concatenate
-- their JSON, because both take less time. `args` holds the arguments by name, as `redis/scripts.ts` lists them.
local args = cjson.decode(ARGV[1])

-- The reply of a script that has done its work. `result`: table; {} without it.
local function ok(result)
  return { 'ok', cjson.encode(result or {}), unpack(over) }
end

-- cjson writes an empty table as an object. So an empty list is written here, and left out of a larger result.
local function ok_list(list)
  return { 'ok', #list > 0 and cjson.encode(list) or '[]' }
end
local function unless_empty(list)
  return #list > 0 and list or nil
end
