--#include queue offers duty participants silence conversations
-- A staff member's page connects and becomes that person's only connection, with the current profile.
-- KEYS[1] root
-- ARGV    staff, node, connection ('' for the last two: read only): strings; alias, languages, topics: strings (the
--         last two comma-separated); capacity, now: numbers; leads: '1' or '' (rule I2); anew: '1', or '' if the
--         connection only confirms itself
-- ok      { availability, offer | null, conversations } · wrong_state (another connection has taken over)
local staff, node, connection, alias, languages, topics = unpack(ARGV, 1, 6)
local capacity, now, leads, anew = ARGV[7], tonumber(ARGV[8]), ARGV[9], ARGV[10] == '1'
local volunteerKey = key('volunteer', staff)

local before = read(volunteerKey)
if connection ~= '' then
  if before then
    if before.connection ~= '' and before.connection ~= connection then
      if not anew then
        return { 'wrong_state' }
      end
      tell(before.node, 'staff ' .. staff, 'session:replaced', '{"connection":"' .. before.connection .. '"}')
      redis.call('SREM', key('on', before.node), 'staff ' .. staff)
    end
    -- Remove the volunteer from the index of the old languages before the new ones are stored.
    redis.call('HSET', volunteerKey, 'connection', '')
    index_volunteer(staff)
  else
    redis.call('HSET', volunteerKey, 'state', 'off', 'offer', '')
  end
  redis.call('HSET', volunteerKey, 'node', node, 'connection', connection, 'lostAt', '', 'alias', alias,
    'languages', languages, 'topics', topics, 'capacity', capacity,
    'leads', leads)
  hold(node, 'staff ' .. staff)
  clear_deadline('duty', staff)
  note_leader(staff)
  index_volunteer(staff)
end

local volunteer = read(volunteerKey)
local conversations, offer = {}, 'null'
for _, held in ipairs(held_by(staff)) do
  local id, conversation = unpack(held)
  if connection ~= '' then
    take_stock(id, conversation)
    redis.call('HSET', key('conversation', id), 'volunteerNode', node, 'volunteerLostAt', '')
    if conversation.volunteerLostAt ~= '' then
      tell_presence(id, conversation, 'volunteer', '', now)
      come_back(id, conversation, 'volunteer', now)
    end
  end
  table.insert(conversations, conversation_json(id, conversation, 'volunteer', now))
end
if volunteer then
  local pending, ticket = pending_offer(staff, volunteer)
  offer = pending and offer_json(volunteer.offer, pending, ticket, now) or 'null'
end
return { 'ok', '{"availability":' .. availability_json(volunteer, now) .. ',"offer":' .. offer
  .. ',"conversations":[' .. table.concat(conversations, ',') .. ']}' }
