/** Commands of a seeker. */
import * as z from 'zod/mini';
import { withTicket } from '../acks.ts';
import { TransferId } from '../ids.ts';
import { PROOF_MAX_CHARS } from '../limits.ts';
import { Age, Confirmation, Feeling, Language, PublicKey, Topic } from '../models.ts';
import { command, nothing, ofConversation } from './command.ts';
import { conversationCommands } from './every-seat.ts';

export const seekerCommands = {
  ...conversationCommands,
  /** Takes a place in line. A repeated command returns the same ticket (rule Q1). */
  'ticket:open': command(
    'ticket',
    z.strictObject({
      publicKey: PublicKey,
      language: Language,
      topic: z.optional(Topic),
      feeling: z.optional(Feeling),
      age: z.optional(Age),
      /** The seeker chose "I am in danger now" (rule Q3). */
      urgent: z.boolean(),
      /** `{ challenge, solution }` of ALTCHA as JSON, if the last answer was `proof_needed` (rule R2). */
      proof: z.optional(z.string().check(z.maxLength(PROOF_MAX_CHARS))),
    }),
    withTicket,
  ),
  /** Gives the place up. */
  'ticket:cancel': command('control', nothing, {}),
  /** "Yes, I am still waiting" (rule Q7). */
  'ticket:keep': command('control', nothing, withTicket),
  /** Proves to the volunteer that this tab holds the same keys (rule E3). */
  'conversation:confirm': command(
    'control',
    z.strictObject({ ...ofConversation, confirmation: Confirmation }),
    {},
  ),
  /** Ends the conversation. `keys_differ`: the tab could not derive the volunteer's keys (rule E3). */
  'conversation:end': command(
    'control',
    z.strictObject({ ...ofConversation, reason: z.enum(['seeker', 'keys_differ']) }),
    {},
  ),
  /** "I am still here": the count of silence starts again (rule C9). */
  'conversation:stay': command('control', z.strictObject(ofConversation), {}),
  /**
   * Returns to the original place in line, with a new key: from a lost volunteer, from one whose keys differ or are
   * lost, or, once, to get another volunteer (rules C5, C12, C16, E3, E4, Q4).
   */
  'conversation:requeue': command(
    'ticket',
    z.strictObject({
      ...ofConversation,
      reason: z.enum(['volunteer_lost', 'keys_differ', 'keys_lost', 'another']),
      publicKey: PublicKey,
    }),
    withTicket,
  ),
  /**
   * Answers the question about a transfer. *No* has no consequence, and can also be said later, until somebody accepts.
   * *Yes* brings a fresh key for the conversation that begins if somebody accepts; `history`: this tab will send what was
   * said before. `wrong_state`: this transfer is not pending any more, or has another answer (rule C11).
   */
  'transfer:answer': command(
    'control',
    z.discriminatedUnion('yes', [
      z.strictObject({ ...ofConversation, transferId: TransferId, yes: z.literal(false) }),
      z.strictObject({
        ...ofConversation,
        transferId: TransferId,
        yes: z.literal(true),
        history: z.boolean(),
        publicKey: PublicKey,
      }),
    ]),
    {},
  ),
};
