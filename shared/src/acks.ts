/**
 * The acknowledgements of commands. Apart from the commands, because the seeker's page needs no schema of a payload
 * (rule U5).
 */
import * as z from 'zod/mini';
import { AcceptedAt, Message, Seq, Ticket } from './models.ts';

/** The schema of an acknowledgement with these fields besides `ok`. */
/*@__NO_SIDE_EFFECTS__*/
export function acknowledgement<Ack extends z.core.$ZodShape>(ack: Ack) {
  return z.strictObject({ ok: z.literal(true), ...ack });
}

/** Fields of acknowledgements. */
export const posted = { seq: Seq, acceptedAt: AcceptedAt };
export const page = { messages: z.array(Message), more: z.boolean() };
export const withTicket = { ticket: Ticket };

/** The acknowledgements of a seeker's commands that have fields; all others are `emptyAck`. */
export const seekerAcks = {
  'message:send': acknowledgement(posted),
  'conversation:resync': acknowledgement(page),
  'ticket:open': acknowledgement(withTicket),
  'ticket:keep': acknowledgement(withTicket),
  'conversation:requeue': acknowledgement(withTicket),
};
export const emptyAck = acknowledgement({});
