/** The seats of a conversation, and a leader's visit. */
import * as z from 'zod/mini';
import { Confirmation, Encapsulation, KeyEpoch, SealedSecret } from './keys.ts';
import { count, ms } from './scalars.ts';
import { Alias } from './values.ts';

/** A seat of a conversation, named by its role (rule C13). */
export const Seat = z.enum(['seeker', 'volunteer', 'leader']);
export type Seat = z.infer<typeof Seat>;

/** Whether a seat is connected; if not, for how long it has been away (rule C5). */
export const Presence = z.discriminatedUnion('connected', [
  z.strictObject({ connected: z.literal(true) }),
  z.strictObject({ connected: z.literal(false), lostForMs: ms }),
]);
export type Presence = z.infer<typeof Presence>;

/** What everybody in a conversation sees of a seat that is taken. */
export const TakenSeat = z.strictObject({
  /** Of staff only. */
  alias: z.optional(Alias),
  presence: Presence,
  /** Up to which number this seat has shown all messages. */
  received: count,
  /** How many messages this seat has sent: its highest counter so far. The next one is one higher (rule C14). */
  sent: count,
});

const Seats = z.strictObject({
  seeker: z.optional(TakenSeat),
  volunteer: z.optional(TakenSeat),
  leader: z.optional(TakenSeat),
});
/** A leader's visit, while it lasts (rule E5). */
const Visit = z.strictObject({
  /** The volunteer's tag comes with the visit, the leader's once the leader's tab has its keys (rule E3). */
  confirmations: z.strictObject({ volunteer: Confirmation, leader: z.optional(Confirmation) }),
  /** Sent to the leader only. */
  forLeader: z.optional(
    z.strictObject({
      encapsulation: Encapsulation,
      sealedSecret: SealedSecret,
      /** The leader gets the messages after this number, and none before. */
      after: count,
      /** The highest counter of each seat then. */
      sent: z.strictObject({ seeker: count, volunteer: count, leader: count }),
    }),
  ),
});
/** Who is in a conversation, and with which keys the next message is sealed (rules C13, E5). */
export const Roster = z.strictObject({
  /** Every seat that is taken, the receiver's included. */
  seats: Seats,
  /** A message that is sealed in another epoch is refused. */
  keyEpoch: KeyEpoch,
  /** Null unless the epoch is that of a visit. */
  visit: z.nullable(Visit),
  /** The log's last number. After the end of a visit, no message in its keys has a higher one. */
  lastSeq: count,
});
export type Roster = z.infer<typeof Roster>;
