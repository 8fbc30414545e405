--#include queue offers tickets
-- Handles the deadline 'place': a seeker who has been away too long loses the place in the queue (rule Q6).
-- KEYS[1] root
-- ARGV    seeker: string; now, tombstoneMs: numbers
-- ok      {} · wrong_state (reconnected, no ticket, or not due)
local seeker, now, tombstoneMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local dueAt = redis.call('ZSCORE', key('deadlines'), 'place ' .. seeker)
if not dueAt or tonumber(dueAt) > now then
  return { 'wrong_state' }
end
clear_deadline('place', seeker)
local id, connection = fields(key('seeker', seeker), 'ticket', 'connection')
local ticket = id ~= '' and read(key('ticket', id))
if not ticket or connection ~= '' then
  return { 'wrong_state' }
end
end_ticket(id, ticket, 'expired', now, tombstoneMs)
return { 'ok', '{}', unpack(over) }
