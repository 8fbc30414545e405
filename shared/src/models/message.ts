/** Messages of a conversation, and their numbers. */
import * as z from 'zod/mini';
import { Ciphertext, KeyEpoch } from './keys.ts';
import { Seat } from './seats.ts';

/** A message's number in its conversation: 1, 2, 3…, for all seats together (rule C2). */
export const Seq = z.int().check(z.minimum(1));
/**
 * A message's number among those of its sender in its conversation: 1, 2, 3… With the seat, it identifies the message
 * (rule C14).
 */
export const Counter = z.int().check(z.minimum(1));
/** When the server accepted a message, ms since the epoch. */
export const AcceptedAt = z.int().check(z.nonnegative());

/** One accepted message: its ciphertext and its position in the conversation (rule C2). */
export const Message = z.strictObject({
  seq: Seq,
  from: Seat,
  counter: Counter,
  keyEpoch: KeyEpoch,
  ciphertext: Ciphertext,
  acceptedAt: AcceptedAt,
});
export type Message = z.infer<typeof Message>;

/** A volunteer's last message, kept for a seeker who returns late (rule C5). `counter`: the volunteer's next one. */
export const LastMessage = z.strictObject({ counter: Counter, ciphertext: Ciphertext });
export type LastMessage = z.infer<typeof LastMessage>;
