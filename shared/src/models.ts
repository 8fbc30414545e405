/**
 * The objects in commands and events. Each arm of a union has only its own fields. Durations are relative, so that a
 * wrong clock on a phone does no harm.
 */
import * as z from 'zod/mini';
import { ConversationId, OfferId, StaffId, TicketId, TransferId, VisitId } from './ids.ts';
import { LANGUAGES, TOPICS } from './choices.ts';
import {
  ALIAS_MAX_CHARS,
  CAPACITY_MAX,
  CIPHERTEXT_MAX_BYTES,
  CIPHERTEXT_OVERHEAD_BYTES,
  CONFIRMATION_BYTES,
  ENCAPSULATION_BYTES,
  PADDING_STEP_BYTES,
  PUBLIC_KEY_BYTES,
  SEALED_SECRET_BYTES,
  RESUME_TICKET_MAX_CHARS,
  base64urlChars,
} from './limits.ts';

const base64url = z.string().check(z.regex(/^[A-Za-z0-9_-]*$/));
const exactly = (bytes: number) =>
  z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${base64urlChars(bytes)}}$`)));
const count = z.int().check(z.nonnegative());
const ms = z.int().check(z.nonnegative());

/** Language of a conversation (ISO 639-1). `no` covers nb and nn. */
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;
/** Topic of a conversation. */
export const Topic = z.enum(TOPICS);
export type Topic = z.infer<typeof Topic>;
/** "How are you now?", 1 (very bad) to 5 (well). */
export const Feeling = z.int().check(z.minimum(1), z.maximum(5));
export type Feeling = z.infer<typeof Feeling>;
/** The age that a seeker states. The available help depends on it. */
export const Age = z.enum(['under_18', 'adult']);
export type Age = z.infer<typeof Age>;
/** The name that a staff member goes by. Surrounding spaces are removed. */
export const Alias = z.string().check(z.trim(), z.minLength(1), z.maxLength(ALIAS_MAX_CHARS));
/** A message's number in its conversation: 1, 2, 3…, for all seats together (rule C2). */
export const Seq = z.int().check(z.minimum(1));
/**
 * A message's number among those of its sender in its conversation: 1, 2, 3… With the seat, it identifies the message
 * (rule C14).
 */
export const Counter = z.int().check(z.minimum(1));
/** When the server accepted a message, ms since the epoch. */
export const AcceptedAt = z.int().check(z.nonnegative());

/** X-Wing public key of the seeker's tab, fresh for each ticket (rule E1). */
export const PublicKey = exactly(PUBLIC_KEY_BYTES);
/** `enc` of HPKE, from which the seeker's tab derives the keys. */
export const Encapsulation = exactly(ENCAPSULATION_BYTES);
/** Proves that its sender holds the same keys (rule E3). */
export const Confirmation = exactly(CONFIRMATION_BYTES);
/** The secret of a visit, sealed to the leader's key (rule E5). */
export const SealedSecret = exactly(SEALED_SECRET_BYTES);
/** Nonce, encrypted text and tag, in base64url (rule E2). */
export const Ciphertext = base64url.check(
  z.minLength(base64urlChars(PADDING_STEP_BYTES + CIPHERTEXT_OVERHEAD_BYTES)),
  z.maxLength(base64urlChars(CIPHERTEXT_MAX_BYTES)),
);

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

/** Why a volunteer asks the seeker about a transfer (rule C11). */
export const TransferReason = z.enum(['end_of_shift', 'language', 'experience', 'leader']);
export type TransferReason = z.infer<typeof TransferReason>;
const ToAny = z.strictObject({ kind: z.literal('any') });
const ToLeader = z.strictObject({ kind: z.literal('leader') });
const colleague = { kind: z.literal('colleague') };
/**
 * To whom a volunteer asks for a transfer: the next available volunteer, a leader on duty, or a certain colleague. The
 * service replaces `alias` by the colleague's own.
 */
export const TransferTo = z.discriminatedUnion('kind', [
  ToAny,
  ToLeader,
  z.strictObject({ ...colleague, staffId: StaffId, alias: Alias }),
]);
export type TransferTo = z.infer<typeof TransferTo>;
/**
 * A pending transfer. `asked`: the seeker has not answered; `waiting`: the seeker has agreed, and nobody has been found
 * yet; `offered`: it is being offered to somebody. The conversation continues unchanged meanwhile (rule C11).
 *
 * The seeker's answer is not in resume tickets. After a loss of the live store (rule F3) the state is `asked` again, with
 * the same id: a tab that has agreed to this transfer sends the same answer again, and asks nobody.
 */
export const Transfer = z.strictObject({
  id: TransferId,
  reason: TransferReason,
  /** A colleague's alias is there, which the seeker reads before the answer, but not the id of a person. */
  to: z.discriminatedUnion('kind', [
    ToAny,
    ToLeader,
    z.strictObject({ ...colleague, alias: Alias }),
  ]),
  state: z.enum(['asked', 'waiting', 'offered']),
});
export type Transfer = z.infer<typeof Transfer>;
/**
 * Why a transfer failed: the seeker said no (`refused`), the colleague declined or did not answer (`declined`), or is no
 * longer on duty (`gone`) (rule C11).
 */
export const TransferOutcome = z.enum(['refused', 'declined', 'gone']);
export type TransferOutcome = z.infer<typeof TransferOutcome>;
/** A connected colleague on duty. `free`: could be offered one more conversation now (rules O1, O8). */
export const Colleague = z.strictObject({
  id: StaffId,
  alias: Alias,
  leads: z.boolean(),
  free: z.boolean(),
});
export type Colleague = z.infer<typeof Colleague>;

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
    z.strictObject({ reason: TransferReason, from: Alias, history: z.boolean() }),
  ),
});
export type Offer = z.infer<typeof Offer>;

/** What a conversation is for; it decides which seats there are (rule C13). */
export const ConversationKind = z.enum(['support']);
/** A seat of a conversation, named by its role (rule C13). */
export const Seat = z.enum(['seeker', 'volunteer', 'leader']);
export type Seat = z.infer<typeof Seat>;

/**
 * The keys under which a message is sealed (rule E5). They change whenever a participant joins or leaves: `number` goes
 * up each time. `visit`: the leader's visit during which they are used; without it, they are those of seeker and
 * volunteer.
 */
export const KeyEpoch = z.strictObject({ number: count, visit: z.optional(VisitId) });
export type KeyEpoch = z.infer<typeof KeyEpoch>;
/** The keys of a visit. */
export const VisitEpoch = z.strictObject({ number: count, visit: VisitId });
export type VisitEpoch = z.infer<typeof VisitEpoch>;

/** Whether a seat is connected; if not, for how long it has been away (rule C5). */
export const Presence = z.discriminatedUnion('connected', [
  z.strictObject({ connected: z.literal(true) }),
  z.strictObject({ connected: z.literal(false), lostForMs: ms }),
]);
export type Presence = z.infer<typeof Presence>;

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

/**
 * Restores a session that the live store has lost. It is encrypted by the service, opaque to the tab that keeps it, and
 * valid only for its session (rule F3). A new ticket replaces the previous one.
 */
export const ResumeTicket = base64url.check(z.minLength(1), z.maxLength(RESUME_TICKET_MAX_CHARS));

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
 * Whether the volunteer's tab can read the conversation. `lost`: the tab has no keys (any more); `returned`: the
 * volunteer has given the seeker back to the line, and the seeker's tab requeues (rule C16).
 */
export const VolunteerKeys = z.enum(['held', 'lost', 'returned']);
export type VolunteerKeys = z.infer<typeof VolunteerKeys>;

/** Why a volunteer calls the leaders on duty: for help, or because a life is in danger (rule V4). */
export const CallKind = z.enum(['help', 'danger']);
export type CallKind = z.infer<typeof CallKind>;
/** A volunteer's call, as that volunteer sees it. */
export const Call = z.strictObject({
  kind: CallKind,
  forMs: ms,
  /** The leader who has taken it; null: the leaders on duty are still called. */
  by: z.nullable(Alias),
  /** The key of that leader's tab, with which the volunteer's tab can let the leader in (rule E5). */
  leaderKey: z.optional(PublicKey),
});
export type Call = z.infer<typeof Call>;
/** The call of another volunteer, as a leader on duty sees it. */
export const CallShown = z.strictObject({
  conversationId: ConversationId,
  /** The volunteer's alias. */
  alias: Alias,
  language: Language,
  kind: CallKind,
  forMs: ms,
  /** As in `Call`. */
  by: z.nullable(Alias),
  /** This leader has taken it. */
  mine: z.boolean(),
});
export type CallShown = z.infer<typeof CallShown>;

/** What everybody in a conversation sees of a seat that is taken. */
const TakenSeat = z.strictObject({
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
});
export type Roster = z.infer<typeof Roster>;

/** An active conversation, as one of its seats sees it. */
export const Conversation = z.strictObject({
  id: ConversationId,
  kind: ConversationKind,
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
  lastSeq: count,
  /** Null: none is pending (rule C11). */
  transfer: z.nullable(Transfer),
  /** The conversation that was transferred and continues in this one, with its volunteer's alias (rule C11). */
  previous: z.optional(z.strictObject({ conversationId: ConversationId, alias: Alias })),
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
  /** Told to the former volunteer only: the seeker goes on in a new conversation (rule C11). */
  'transferred',
]);
export type ConversationEnd = z.infer<typeof ConversationEnd>;
/** A volunteer's last message, kept for a seeker who returns late (rule C5). `counter`: the volunteer's next one. */
export const LastMessage = z.strictObject({ counter: Counter, ciphertext: Ciphertext });
export type LastMessage = z.infer<typeof LastMessage>;

/** A volunteer's state on duty (rule O1). */
export const Availability = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('off') }),
  z.strictObject({ state: z.literal('ready') }),
  /** `missed`: the service paused the volunteer after two missed offers (rule O3). */
  z.strictObject({ state: z.literal('paused'), missed: z.boolean() }),
  z.strictObject({ state: z.literal('wrapping_up'), leftMs: ms }),
]);
export type Availability = z.infer<typeof Availability>;

/** A role of a staff member (rule S3). */
export const Role = z.enum(['volunteer', 'leader', 'admin']);
export type Role = z.infer<typeof Role>;
/** A staff member. One who is not trained may not work yet (rule O1). */
export const Staff = z.strictObject({
  id: StaffId,
  alias: Alias,
  roles: z.array(Role).check(z.minLength(1)),
  trained: z.boolean(),
  capacity: z.int().check(z.minimum(1), z.maximum(CAPACITY_MAX)),
  languages: z.array(Language).check(z.minLength(1)),
  /** The topics that this volunteer keeps to; empty: all. */
  topics: z.array(Topic),
});
export type Staff = z.infer<typeof Staff>;

/** Counts of waiting seekers and of volunteers, as every connected staff member sees them. */
export const Overview = z.strictObject({
  intake: Intake,
  lanes: z.array(
    z.strictObject({
      language: Language,
      topic: z.nullable(Topic),
      waiting: z.int().check(z.minimum(1)),
      /** How many of them chose "I am in danger now". */
      urgent: count,
    }),
  ),
  oldestWaitMs: z.nullable(ms),
  onDuty: count,
  /** How many of them are leaders. Without one, intake may be closed (rule I2). */
  leaders: count,
  ready: count,
  conversations: count,
});
export type Overview = z.infer<typeof Overview>;
