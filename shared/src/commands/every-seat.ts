import * as z from 'zod/mini';
import { page, posted } from '../acks.ts';
import { RESYNC_PAGE } from '../limits.ts';
import { Ciphertext, Counter, KeyEpoch, Message, Seq } from '../models.ts';
import { count } from '../models/scalars.ts';
import { command, ofConversation } from './command.ts';

/** Commands that every seat of a conversation uses. */
export const conversationCommands = {
  /**
   * Posts one ciphertext, sealed with the sender's next counter. The same message again returns the first result. Any
   * other counter, or a counter that has another ciphertext, is refused with `wrong_counter` (rule C14), and a message
   * in another epoch than the conversation's with `wrong_epoch` (rule E5).
   */
  'message:send': command(
    'message',
    z.strictObject({
      ...{ ...ofConversation, counter: Counter, keyEpoch: KeyEpoch },
      ciphertext: Ciphertext,
    }),
    posted,
  ),
  /** This seat has shown all messages up to `seq`. */
  'message:received': command('receipt', z.strictObject({ ...ofConversation, seq: Seq }), {}),
  /** Reports that this seat is writing, or has stopped. Limited in rate; a loss does no harm (rule C6). */
  'typing:set': command('typing', z.strictObject({ ...ofConversation, typing: z.boolean() }), {}),
  /** Returns the messages after number `after`, in order, at most one page of them (rule C4). */
  'conversation:resync': command(
    'receipt',
    z.strictObject({ ...ofConversation, after: count }),
    page,
  ),
  /** Hands in this seat's copies of messages that the live store has lost, in order, page by page (rule F3). */
  'conversation:rebuild': command(
    'receipt',
    z.strictObject({
      ...ofConversation,
      messages: z.array(Message).check(z.maxLength(RESYNC_PAGE)),
      /** This is the last page. */
      last: z.boolean(),
      /**
       * The highest counter of this seat that the service has accepted, as far as this tab knows. It is not used again,
       * even if the message is lost. A higher one than in a snapshot can be handed in at any time: without messages, and
       * not as the last page.
       */
      sent: count,
    }),
    {},
  ),
};
