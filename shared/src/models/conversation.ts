/** A conversation, its silence and its end. */
import * as z from 'zod/mini';
import { ConversationId, TransferId } from '../ids.ts';
import { ASIDE_SEATS } from '../kinds.ts';
import { Call } from './call.ts';
import { Confirmation, Encapsulation } from './keys.ts';
import { count, ms } from './scalars.ts';
import { Roster, Seat, TakenSeat } from './seats.ts';
import { Transfer } from './transfer.ts';
import { Age, Alias, Language, Topic } from './values.ts';

/**
 * It is the seeker's turn, and the seeker has written nothing for a while (rule C9). `nudge`: the seeker is asked;
 * `warning`: the seeker is told that the conversation will end. Outdated once the seeker has sent a message with a
 * number above `afterSeq`.
 */
export const Silence = z.strictObject({
  stage: z.enum(['nudge', 'warning']),
  /** Null: silence does not end this conversation (danger, or held open), and the seeker is only asked. */
  closesInMs: z.nullable(ms),
  afterSeq: count,
});
export type Silence = z.infer<typeof Silence>;

/**
 * What the volunteer's tab reports about its keys. `lost`: it has none (any more); `returned`: the volunteer gives the
 * seeker back to the line (rule C16).
 */
export const ReportedKeys = z.enum(['held', 'lost', 'returned']);
export type ReportedKeys = z.infer<typeof ReportedKeys>;
/**
 * Whether the volunteer's tab can read the conversation. `released`: a leader has given the seeker back to the line (rule
 * V7). After `returned` and `released`, the seeker's tab requeues.
 */
export const VolunteerKeys = z.enum([...ReportedKeys.options, 'released']);
export type VolunteerKeys = z.infer<typeof VolunteerKeys>;

/** An active conversation with a seeker, as one of its seats sees it. */
export const Conversation = z.strictObject({
  id: ConversationId,
  kind: z.literal('support'),
  /** The receiver's own seat. */
  seat: Seat,
  ...Roster.shape,
  language: Language,
  topic: z.optional(Topic),
  /** Sent to the volunteer only. */
  age: z.optional(Age),
  /** The seeker chose "I am in danger now" before the conversation. */
  urgent: z.boolean(),
  /** `urgent`, or marked as danger by the volunteer (rule C17). */
  danger: z.boolean(),
  /** The volunteer holds it open: silence does not end it (rule C9). The seeker is not told and always gets false. */
  held: z.boolean(),
  /** The volunteer calls the leaders on duty (rule V4). The seeker is not told and always gets null. */
  call: z.nullable(Call),
  volunteerKeys: VolunteerKeys,
  encapsulation: Encapsulation,
  /** The volunteer's is there from the start, the seeker's once the seeker's tab has derived the keys (rule E3). */
  confirmations: z.strictObject({ volunteer: Confirmation, seeker: z.optional(Confirmation) }),
  /**
   * By the service's clock, like `acceptedAt`. Together with `startedForMs` it gives the offset of the device's clock.
   */
  startedAt: ms,
  startedForMs: ms,
  /** Current planned duration, from the start. The conversation is not cut off afterwards (rule C8). */
  plannedMs: ms,
  silence: z.nullable(Silence),
  /** The seeker may still ask for another volunteer (rule C12). The volunteer is not told and always gets false. */
  mayAskAnother: z.boolean(),
  /** Null: none is pending (rule C11). */
  transfer: z.nullable(Transfer),
  /**
   * The conversation that was transferred and continues in this one, with its volunteer's alias (rule C11), and the id of
   * that transfer: an answer to another one does not count for it. `takeover`: that volunteer was gone, and a leader took
   * over (rule V7).
   */
  previous: z.optional(
    z.strictObject({
      ...{ conversationId: ConversationId, alias: Alias },
      ...{ transferId: TransferId, takeover: z.boolean() },
    }),
  ),
  /**
   * The live store lost the messages after number `after`. No new message is accepted until the seats have handed in
   * their copies with `conversation:rebuild` (rule F3). `owed`: this seat has not done so yet.
   */
  rebuild: z.optional(z.strictObject({ after: count, owed: z.boolean() })),
  /**
   * The log was completed without the copies of this seat, which came later: the numbers above this one may belong to
   * other messages than before. Read the log from there. Send those of your own messages that it lacks again, unchanged:
   * they get new numbers. Then send `conversation:rebuild` with `last` and without messages (rule C15).
   */
  rebuiltAfter: z.optional(count),
});
export type Conversation = z.infer<typeof Conversation>;

/**
 * A line between a volunteer and the leader who has taken the call, as one of the two sees it (rule V4). It has messages,
 * receipts and presence like every conversation, and nothing else: no plan, no silence, no marks, no key epochs.
 */
export const Aside = z.strictObject({
  id: ConversationId,
  kind: z.literal('aside'),
  /** The receiver's own seat. */
  seat: z.enum(ASIDE_SEATS),
  /** The conversation whose call it belongs to. */
  of: ConversationId,
  seats: z.strictObject({ volunteer: TakenSeat, leader: TakenSeat }),
  /** By the volunteer's tab, to the key with which the leader has taken the call. */
  encapsulation: Encapsulation,
  /** The volunteer's is there from the start, the leader's once the leader's tab has derived the keys (rule E3). */
  confirmations: z.strictObject({ volunteer: Confirmation, leader: z.optional(Confirmation) }),
  /** As in `Conversation`. */
  startedAt: ms,
  startedForMs: ms,
  lastSeq: count,
});
export type Aside = z.infer<typeof Aside>;

/** Why a conversation ended (rule C10). */
export const ConversationEnd = z.enum([
  'seeker',
  'volunteer',
  'seeker_lost',
  'volunteer_lost',
  'exit',
  'keys_differ',
  'silence',
  'another',
  'keys_lost',
]);
export type ConversationEnd = z.infer<typeof ConversationEnd>;
/**
 * Why a conversation ended for its volunteer. `transferred`: the seeker goes on in a new conversation (rule C11).
 * `taken_over`, `released`: a leader took over, or gave the seeker back to the line (rule V7).
 */
export const VolunteerEnd = z.enum([
  ...ConversationEnd.options,
  'transferred',
  'taken_over',
  'released',
]);
export type VolunteerEnd = z.infer<typeof VolunteerEnd>;
