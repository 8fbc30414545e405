-- A volunteer's call, as that volunteer sees it.

-- Returns it as a table; cjson.null if there is none.
local function call_of(c, now)
  if c.callKind == '' then
    return cjson.null
  end
  local by, leaderKey = cjson.null, nil
  if c.callBy ~= '' then
    by, leaderKey = c.callByAlias, c.callKey
  end
  return {
    kind = c.callKind, forMs = math.max(0, now - c.callAt), by = by, escalated = c.callEscalated == '1', leaderKey = leaderKey,
  }
end
