--#include call volunteers availability offers pending-offers calls stuck-view stuck ends duty participants conversations asides presence connections held deadlines
-- A staff member's page connects and becomes that person's only connection, with the current profile. A connection that
-- only confirms itself (not `takeover`) does not take over from a newer one.
-- KEYS[1] root
-- args    staff, node: string; connection: string ('' to read only); alias, languages, topics: string (the last two
--         comma-separated); capacity, now, rebuildWaitMs: number; leads: boolean (rule I2); takeover: boolean
-- ok      { availability, offer | null, conversations, asides, calls (rule V4), stuck, ended (rule V7) (lists: none if empty) } ·
--         wrong_state (another connection has taken over)
local staff, node, connection, now = args.staff, args.node, args.connection, args.now
local volunteerKey = key('volunteer', staff)

if connection ~= '' then
  local before = read(volunteerKey)
  if before and not take_over(before, 'staff', staff, connection, args.takeover) then
    return { 'wrong_state' }
  elseif before then
    -- Remove the volunteer from the index of the old languages before the new ones are stored.
    redis.call('HSET', volunteerKey, 'connection', '')
    index_volunteer(staff)
  else
    redis.call('HSET', volunteerKey, 'state', 'off', 'offer', '')
  end
  redis.call('HSET', volunteerKey, 'node', node, 'connection', connection, 'lostAt', '', 'alias', args.alias,
    'languages', args.languages, 'topics', args.topics, 'capacity', args.capacity, 'leads', args.leads and '1' or '')
  hold(node, 'staff', staff)
  clear_deadline('duty', staff)
  redis.call(args.leads and 'SADD' or 'SREM', key('connected-leaders'), staff)
  note_leader(staff, now)
  index_volunteer(staff)
end

local volunteer = read(volunteerKey)
local conversations, asides = {}, {}
for _, held in ipairs(seated(staff)) do
  local id, conversation = unpack(held)
  local seat = seat_of(conversation, staff)
  if connection ~= '' then
    come_back(id, conversation, seat, node, now, args.rebuildWaitMs)
    if seat == 'volunteer' and conversation.kind == 'support' and conversation.volunteerKeys ~= 'lost' then
      note_not_stuck(id, conversation, now)
    end
  end
  if conversation[seat] == staff and conversation.kind == 'aside' then
    table.insert(asides, aside_of(id, conversation, seat, now))
  elseif conversation[seat] == staff then
    table.insert(conversations, conversation_of(id, conversation, seat, now))
  end
end
local offer, ticket
if volunteer then
  offer, ticket = pending_offer(staff, volunteer)
end
return ok({
  availability = availability_of(volunteer, now), conversations = unless_empty(conversations),
  asides = unless_empty(asides), calls = unless_empty(cjson.decode(calls_json(staff, now))),
  stuck = unless_empty(cjson.decode(stuck_json(staff, now))), ended = unless_empty(ends_for(staff)),
  offer = offer and cjson.decode(offer_json(volunteer.offer, offer, ticket, now)) or cjson.null,
})
