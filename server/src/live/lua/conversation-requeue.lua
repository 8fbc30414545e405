--#include call lanes tickets volunteers participants ending ends requeue deadlines counts
-- The seeker leaves the conversation and returns to the original place in the queue, with a new ticket and a new key.
-- The volunteer is lost, or has different or lost keys. Or the seeker asks for another volunteer, which is possible
-- once (rules C5, C12, C16, E3, E4, Q4).
-- KEYS[1] root
-- args    conversation, seeker: string; reason: string ('volunteer_lost' | 'keys_differ' | 'keys_lost' | 'another');
--         ticket: string (fresh id); publicKey: string; now, volunteerLostChoiceMs, stillWaitingAskMs, placeKeptMs,
--         wrapUpMs, liveKeyMs, keysDifferedMax, tombstoneMs: number
-- ok      ticket row · not_found · wrong_state, ms left if it may be retried (the volunteer is connected, or may still
--         return; has the keys; keys differed too often to be chance; or another volunteer was already asked for)
local id, seeker, reason, now = args.conversation, args.seeker, args.reason, args.now

local c = as_participant(id, 'seeker', seeker)
if not c then
  return { 'not_found' }
end
local refusal = requeue_refusal(c, reason, now, args.volunteerLostChoiceMs, args.keysDifferedMax)
if refusal then
  return refusal
end
-- The seeker's session continues in the queue, so only the volunteer gets the end of the conversation. No wrap-up after
-- lost keys: the same volunteer may take this seeker again at once.
tell_over('conversation', id)
local isReleased = c.volunteerKeys == 'released'
count_end(c, 'returned', now)
if isReleased then
  note_end(id, c, 'released', args.tombstoneMs)
end
delete_conversation(id, c, isReleased and 'released' or reason, now,
  (isReleased or reason == 'keys_lost') and 0 or args.wrapUpMs)
local session = read(key('seeker', seeker))
redis.call('DEL', key('seeker', seeker))
local ticket = {
  seeker = seeker, publicKey = args.publicKey, language = c.language, topic = c.topic, feeling = c.feeling,
  age = c.age, urgent = c.urgent, score = c.score, openedAt = c.openedAt, state = 'waiting',
}
if c.urgent ~= '1' and is_danger(c) then
  -- Same place as a seeker who chose urgent at the start.
  ticket.urgent, ticket.score = '1', urgent_score(c.score)
end
open_ticket(args.ticket, ticket, now + args.stillWaitingAskMs, args.liveKeyMs,
  'node', session.node, 'connection', session.connection, 'lostAt', session.lostAt)
step_in(args.ticket, ticket)
carry_over(args.ticket, c, reason, now)
if session.connection == '' then
  set_deadline('place', seeker, now + args.placeKeptMs)
end
return ok(ticket_row(args.ticket, ticket, now))
