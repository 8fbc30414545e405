-- Staff sign-ins (rule S2). On the ledger.

-- Returns a valid sign-in with the revision of the holder's profile, and that profile as stored JSON; nil if it has
-- ended.
local function sign_in(session, now, signInMs, adminIdleMs)
  local found = read(key('session', session))
  local json = found and redis.call('HGET', key('staff'), found.staff)
  if not json then
    return nil
  end
  local profile = cjson.decode(json)
  -- A new role, a recovery or a similar change starts a new generation, which ends all earlier sign-ins.
  if tonumber(found.generation) ~= profile.signIns or now >= found.openedAt + signInMs then
    return nil
  end
  found.idles = false
  for _, role in ipairs(profile.roles) do
    if role == 'admin' then
      found.idles = true
      if now >= found.usedAt + adminIdleMs then
        return nil
      end
    end
  end
  found.revision = profile.revision
  return found, json
end

-- Records when a sign-in was used, for those that end when idle. The time is rounded down to a multiple of `stepMs` and
-- written once a step. For other sign-ins nothing is written, because the ledger's file must not reveal when a person
-- was active (rule A4). Uses pcall, so that the sign-in is still read when the ledger takes no writes.
local function note_use(session, found, now, stepMs)
  local step = now - now % stepMs
  if found.idles and step > tonumber(found.usedAt) then
    redis.pcall('HSET', key('session', session), 'usedAt', whole(step))
  end
end
