/**
 * Every command: its bucket and its cost (rule R1), its payload, and the fields of its acknowledgement besides `ok`.
 * `access.ts` states who may send it. A refused command gets a `Refusal` and has changed nothing.
 */
import * as z from 'zod/mini';
import { acknowledgement, page, posted, withTicket } from './acks.ts';
import type { Refusal } from './errors.ts';
import { ConversationId, OfferId, TransferId, VisitId } from './ids.ts';
import { PROOF_MAX_CHARS, RESYNC_PAGE, type Bucket } from './limits.ts';
import {
  Age,
  Call,
  CallKind,
  Ciphertext,
  Colleague,
  Confirmation,
  Conversation,
  Counter,
  Encapsulation,
  Feeling,
  KeyEpoch,
  Language,
  LastMessage,
  Message,
  Offer,
  PublicKey,
  SealedSecret,
  Seq,
  Topic,
  Transfer,
  TransferReason,
  TransferTo,
  Availability,
  VisitEpoch,
  VolunteerKeys,
} from './models.ts';

interface Command<Payload extends z.core.$ZodType, Ack extends z.core.$ZodShape> {
  readonly bucket: Bucket;
  readonly cost: number;
  readonly payload: Payload;
  readonly ack: z.ZodMiniObject<Ack & { ok: z.ZodMiniLiteral<true> }>;
}

/*@__NO_SIDE_EFFECTS__*/
function command<Payload extends z.core.$ZodType, Ack extends z.core.$ZodShape>(
  bucket: Bucket,
  payload: Payload,
  ack: Ack,
  cost = 1,
): Command<Payload, Ack> {
  return { bucket, cost, payload, ack: acknowledgement(ack) };
}

const nothing = z.strictObject({});
const ms = z.int().check(z.nonnegative());
const ofConversation = { conversationId: ConversationId };

/** Commands that every seat of a conversation uses. */
const conversationCommands = {
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
    z.strictObject({ ...ofConversation, after: z.int().check(z.nonnegative()) }),
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
      sent: z.int().check(z.nonnegative()),
    }),
    {},
  ),
};

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

export const staffCommands = {
  ...conversationCommands,
  /** Goes on duty, in the state `paused`. */
  'shift:start': command('control', nothing, { availability: Availability }),
  /** Goes off duty. Refused while a conversation is open (rule O7). */
  'shift:end': command('control', nothing, { availability: Availability }),
  /** `ready`: receive offers; this also ends wrap-up early (rules O1, O6). */
  'availability:set': command('control', z.strictObject({ state: z.enum(['ready', 'paused']) }), {
    availability: Availability,
  }),
  /** "Take next": returns the oldest ticket that this volunteer can take, as an offer (rule O2). */
  'offer:take': command('control', nothing, { offer: Offer }),
  /** Accepts the offer: the conversation begins, with this tab's encapsulation (rule E1). */
  'offer:accept': command(
    'control',
    z.strictObject({ offerId: OfferId, encapsulation: Encapsulation, confirmation: Confirmation }),
    { conversation: Conversation },
  ),
  /**
   * Returns the ticket to its place, or lets the search for a transfer go on. No reason is required. `invalid_key`: this tab cannot use the seeker's key; the
   * ticket ends if the service finds the key unusable as well. Declining never counts as a missed offer (rules O2, E1).
   */
  'offer:decline': command(
    'control',
    z.strictObject({ offerId: OfferId, reason: z.optional(z.literal('invalid_key')) }),
    {},
  ),
  /**
   * Extends the planned duration, from now or from the end of the plan, whichever is later (rule C8). `plannedMs`: the
   * plan that the page shows. A plan that is already longer stays unchanged, so that the command is idempotent.
   */
  'conversation:extend': command('control', z.strictObject({ ...ofConversation, plannedMs: ms }), {
    plannedMs: ms,
  }),
  /**
   * Marks the conversation as danger, or holds it open, so that silence does not end it (rules C9, C17). `on: false`
   * removes the mark.
   */
  'conversation:mark': command(
    'control',
    z.strictObject({ ...ofConversation, mark: z.enum(['danger', 'held']), on: z.boolean() }),
    { danger: z.boolean(), held: z.boolean() },
  ),
  /**
   * Calls the leaders on duty (rule V4). `danger` also marks the conversation as danger, and raises an earlier call for
   * help. A call for danger stays one.
   */
  'call:raise': command('control', z.strictObject({ ...ofConversation, kind: CallKind }), {
    call: Call,
  }),
  /** Withdraws the call. The mark for danger stays. */
  'call:withdraw': command('control', z.strictObject(ofConversation), {}),
  /**
   * A leader on duty takes another volunteer's call. The others are no longer called. `publicKey`: a key pair of this
   * tab, for the aside (rule V4) and for a visit (rule E5). A tab without the private key sends the command again, with another one.
   */
  'call:take': command('control', z.strictObject({ ...ofConversation, publicKey: PublicKey }), {
    call: Call,
  }),
  /** Hands a call back that this leader has taken: all leaders on duty are called again. */
  'call:return': command('control', z.strictObject(ofConversation), {}),
  /**
   * Names the aside that the volunteer's tab will open with the leader who has taken the call (rule V4). The aside that
   * the call has ends: this tab has no keys of it, or it does not know of it.
   */
  'aside:reserve': command('control', z.strictObject(ofConversation), { asideId: ConversationId }),
  /**
   * Opens the aside that this tab has reserved, with its encapsulation to the leader's key (rule V4). `wrong_state`: it is
   * not reserved any more.
   */
  'aside:open': command(
    'control',
    z.strictObject({
      ...{ ...ofConversation, asideId: ConversationId },
      ...{ encapsulation: Encapsulation, confirmation: Confirmation },
    }),
    {},
  ),
  /** The leader's tab proves that it has the keys of the aside `conversationId` (rules E3, V4). */
  'conversation:confirm': command(
    'control',
    z.strictObject({ ...ofConversation, confirmation: Confirmation }),
    {},
  ),
  /**
   * The volunteer lets the leader in who has taken the call: the leader takes a seat, and a new key epoch begins, whose
   * number is higher than the last one's (rule E5). `leaderKey`: the key to which the visit's secret is sealed.
   */
  'visit:open': command(
    'control',
    z.strictObject({
      ...{ ...ofConversation, keyEpoch: VisitEpoch, leaderKey: PublicKey },
      ...{ encapsulation: Encapsulation, sealedSecret: SealedSecret, confirmation: Confirmation },
    }),
    {},
  ),
  /** The leader's tab proves that it has the keys of the visit (rules E3, E5). */
  'visit:confirm': command(
    'control',
    z.strictObject({ ...ofConversation, visit: VisitId, confirmation: Confirmation }),
    {},
  ),
  /** The leader leaves, or the volunteer ends the visit. The next message has other keys (rule E5). */
  'visit:close': command('control', z.strictObject({ ...ofConversation, visit: VisitId }), {}),
  /**
   * Reports whether this tab has the conversation's keys. `returned`: it has not, and the seeker goes back to the
   * original place in line, which is final (rule C16).
   */
  'conversation:keys': command(
    'control',
    z.strictObject({ ...ofConversation, keys: VolunteerKeys }),
    {},
  ),
  /**
   * Closes the conversation, with a last message if there is one. If the seeker is away, this is possible only after a
   * while (rule C5). A tab that has the keys always sends a closing message, even an empty one: without it the seeker's
   * tab reports an incomplete end (rule E2).
   */
  'conversation:end': command(
    'control',
    z.strictObject({ ...ofConversation, lastMessage: z.optional(LastMessage) }),
    {},
  ),
  /**
   * Asks the seeker about a transfer. One per conversation is pending; a repeated command returns it. `wrong_state`:
   * another one is pending, the keys are not agreed, or the colleague is this volunteer or not on duty (rule C11).
   */
  'transfer:ask': command(
    'control',
    z.strictObject({ ...ofConversation, reason: TransferReason, to: TransferTo }),
    { transfer: Transfer },
  ),
  /** Withdraws the pending transfer, if there is one. */
  'transfer:cancel': command('control', z.strictObject(ofConversation), {}),
  /** Returns the connected colleagues on duty, without this volunteer. */
  'duty:list': command('control', nothing, { colleagues: z.array(Colleague) }),
};

export type ConversationCommands = typeof conversationCommands;
export type SeekerCommands = typeof seekerCommands;
export type StaffCommands = typeof staffCommands;

export type PayloadOf<C extends { payload: z.core.$ZodType }> = z.infer<C['payload']>;
export type AckOf<C extends { ack: z.core.$ZodType }> = z.infer<C['ack']>;
/** The answer to a command. */
export type Reply<C extends { ack: z.core.$ZodType }> = AckOf<C> | Refusal;
