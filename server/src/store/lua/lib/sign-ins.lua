-- Sign-ins of the staff (rule S2). On the ledger.

-- A sign-in that counts now, with the revision of its holder's profile, and that profile as it is stored; nil if it has
-- ended.
local function sign_in(session, now, signInMs, adminIdleMs)
  local found = read(key('session', session))
  local json = found and redis.call('HGET', key('staff'), found.staff)
  if not json then
    return nil
  end
  local profile = cjson.decode(json)
  -- Of an earlier generation, those that a new role, a recovery or the like has ended.
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

-- Notes the use of a sign-in that ends without use, rounded down to a step of `stepMs`, once a step. Of no other: the
-- ledger's file must not tell who did something when (rule A4). Where the ledger takes no changes it is read all the same.
local function note_use(session, found, now, stepMs)
  local step = now - now % stepMs
  if found.idles and step > tonumber(found.usedAt) then
    redis.pcall('HSET', key('session', session), 'usedAt', whole(step))
  end
end
