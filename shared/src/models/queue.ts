/** The queue: intake, tickets and offers. */
import * as z from 'zod/mini';
import { ConversationId, OfferId, TicketId } from '../ids.ts';
import { PublicKey } from './keys.ts';
import { count, ms } from './scalars.ts';
import { PendingReason } from './transfer.ts';
import { Age, Alias, Feeling, Language, Topic } from './values.ts';

/** Whether new tickets are accepted, and why not (rule I1). */
export const IntakeState = z.enum(['open', 'busy', 'full', 'paused', 'unstaffed', 'closed']);
export type IntakeState = z.infer<typeof IntakeState>;
/** Expected range of the wait; null while too little is known (rule Q5). */
export const WaitRange = z.nullable(z.strictObject({ fromMs: ms, toMs: ms }));
export type WaitRange = z.infer<typeof WaitRange>;
/**
 * `waiting`: number of waiting seekers; for the public, rounded down to a multiple of five (rule I4). `wait`: expected
 * wait of a new ticket. `languages`: in which a conversation can be held here. `opensAt`: while closed, the next
 * opening, ms since the epoch, if it is known (rule I3).
 */
export const Intake = z.strictObject({
  state: IntakeState,
  waiting: count,
  wait: WaitRange,
  opensAt: z.optional(count),
  languages: z.array(Language).check(z.minLength(1)),
});
export type Intake = z.infer<typeof Intake>;

/** A live ticket, as its seeker sees it. `place` is 1 for the next in line. */
export const Ticket = z.discriminatedUnion('state', [
  z.strictObject({
    id: TicketId,
    state: z.literal('waiting'),
    place: z.int().check(z.minimum(1)),
    wait: WaitRange,
    /** Set while the page must ask "still waiting?": the time left for the answer (rule Q7). */
    keepWithinMs: z.nullable(ms),
  }),
  z.strictObject({ id: TicketId, state: z.literal('offered') }),
]);
export type Ticket = z.infer<typeof Ticket>;
/** How a ticket ended without a conversation (rules Q2, I3). */
export const TicketEnd = z.enum(['cancelled', 'expired', 'closed']);
export type TicketEnd = z.infer<typeof TicketEnd>;

/** A time-limited reservation of one ticket or transfer for one volunteer (rules O2, C11). */
export const Offer = z.strictObject({
  id: OfferId,
  /** The conversation that begins if the offer is accepted. The keys are bound to this id (rule E1). */
  conversationId: ConversationId,
  publicKey: PublicKey,
  language: Language,
  topic: z.optional(Topic),
  feeling: z.optional(Feeling),
  age: z.optional(Age),
  urgent: z.boolean(),
  waitedMs: ms,
  expiresInMs: ms,
  /**
   * A conversation that is handed over by a colleague, `from`. `history`: the seeker's tab will send what was said
   * before. `waitedMs` then counts from the seeker's answer, and `urgent` includes a mark for danger (rule C11).
   */
  transfer: z.optional(
    z.strictObject({ reason: PendingReason, from: Alias, history: z.boolean() }),
  ),
});
export type Offer = z.infer<typeof Offer>;
