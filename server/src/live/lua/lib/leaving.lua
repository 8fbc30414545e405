--#include lanes prefixes pending-offers held deadlines counts
-- Ending a ticket that became no conversation.

-- Takes a live ticket out of the queue, or withdraws its pending offer from the volunteer, and deletes it.
local function leave_line(id, ticket)
  if ticket.state == 'offered' then
    local offer = read(key('offer', ticket.offer))
    if offer then
      drop_offer(ticket.offer, offer)
      tell_expired(ticket.offer, offer, 'withdrawn')
    end
  else
    step_out(id, ticket)
  end
  drop_prefix(id, ticket)
  redis.call('DEL', key('ticket', id))
  clear_deadline('ask', id)
  clear_deadline('place', ticket.seeker)
end

-- Ends a live ticket. The seeker can read the reason until the tombstone expires. After an exit nothing remains.
-- `outcome`: see count_ticket.
local function end_ticket(id, ticket, reason, outcome, now, tombstoneMs)
  count_ticket(ticket, outcome, now)
  tell_over('seeker', ticket.seeker)
  leave_line(id, ticket)
  local told = reason == 'exit' and 'cancelled' or reason
  local node = fields(key('seeker', ticket.seeker), 'node')
  tell(node, 'seeker', ticket.seeker, 'ticket:ended', { ticketId = id, reason = told })
  redis.call('DEL', key('seeker', ticket.seeker))
  let_go_everywhere('seeker', ticket.seeker)
  if reason ~= 'exit' then
    local tombstone = cjson.encode({ kind = 'ticket_ended', reason = told })
    redis.call('SET', key('tombstone', ticket.seeker), tombstone, 'PX', tombstoneMs)
    set_deadline('tombstone', ticket.seeker, now + tombstoneMs)
  end
end
