-- Counts for statistics (rules T1, T2): by the step that changes the state, in the same script. `shared/src/figures.ts`
-- lists all figures and the values of their splits. `counts`: '<figure> <hour> <value>…' → number; an hour is counted
-- since the epoch. `said`: '<figure> <value>' → number, without any time, for what seekers said about themselves and what
-- comes from single conversations. Both wait here for the ledger (see counts-release.lua). Of the figure `busy`, `said` has
-- 'busy minutes' of ended conversations and wrap-ups, and as 'busy ends' the number of seekers who have left one for good.
local HOUR_MS = 3600000
-- TIMES.saidKeptMs, as a fallback for when no node runs any more.
local SAID_KEPT_MS = 2592000000
-- Upper bounds: waits in seconds, durations in minutes (see figures.ts).
local WAIT_BOUNDS = { 15, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 2700, 3600 }
local DURATION_BOUNDS = { 5, 15, 30, 45, 60, 90 }

local function hour_of(at)
  return whole(math.floor(at / HOUR_MS))
end

-- `values`: space-separated.
local function add_count(figure, at, values)
  redis.call('HINCRBY', key('counts'), figure .. ' ' .. hour_of(at) .. ' ' .. values, 1)
end
local function add_said(cell, by)
  local saidKey = key('said')
  if redis.call('HINCRBY', saidKey, cell, by) == tonumber(by) then
    redis.call('PEXPIRE', saidKey, SAID_KEPT_MS, 'NX')
  end
end
local function say(figure, value)
  add_said(figure .. ' ' .. (value ~= '' and value or 'none'), 1)
end

local function class_of(value, bounds)
  for _, bound in ipairs(bounds) do
    if value <= bound then
      return tostring(bound)
    end
  end
  return 'more'
end

-- Counts how a ticket ended, unless it is of a seeker who has returned to the line: only the first outcome counts. It counts
-- in the hour of opening, but at most one hour back: so a lost batch can only lack counts of its own hours and the one
-- before. `outcome`: see OUTCOMES in figures.ts.
local function count_ticket(ticket, outcome, now)
  if ticket.turn ~= '' and ticket.turn ~= '0' then
    return
  end
  local waitedMs = math.max(0, now - ticket.openedAt)
  local at, wait = now - math.min(waitedMs, HOUR_MS), class_of(waitedMs / 1000, WAIT_BOUNDS)
  add_count('tickets', at, outcome)
  add_count('waits', at, (outcome == 'matched' and 'matched ' or 'left ') .. wait)
  say('languages', ticket.language)
  say('topics', ticket.topic)
  say('ages', ticket.age)
end

-- Counts how a conversation ended. `reason`: the reason of its end, or 'returned' or 'moved' (see ENDS in figures.ts). Its
-- busy time counts only now, so that busy time in `said` is always of whole conversations.
local function count_end(c, reason, now)
  say('ends', reason == 'exit' and 'seeker' or reason)
  say('durations', class_of(math.max(0, now - c.startedAt) / 60000, DURATION_BOUNDS))
  if c.busy ~= '' then
    add_said('busy minutes', c.busy)
  end
  -- Several parts of one seeker's stay must not count as several conversations.
  if reason ~= 'returned' and reason ~= 'moved' then
    add_said('busy ends', 1)
  end
end
