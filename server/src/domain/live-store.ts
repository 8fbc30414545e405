/**
 * The live store as the domain sees it: one method a guarded transition. Each is atomic; each answers what came
 * of it or an error code, and a refusal has changed nothing (rule Q2).
 */
import type { SeekerState } from '@terskel/shared/events';
import type { ConversationId, MessageId, OfferId, StaffId, TicketId } from '@terskel/shared/ids';
import type {
  Age,
  Availability,
  Conversation,
  ConversationEnd,
  Feeling,
  Language,
  LastMessage,
  Message,
  Offer,
  Overview,
  Side,
  Staff,
  Topic,
  VolunteerKeys,
} from '@terskel/shared/models';
import type { Outcome } from './ports.ts';

/** A seeker's session in the store: the SHA-256 of its resume token. */
export type SeekerId = string & { readonly seeker: unique symbol };

/** One live connection: its node and its own random id. */
export interface ConnectionAddress {
  readonly node: string;
  readonly connection: string;
}

/** A live ticket as stored; the range of the wait is the domain's to add. */
export type TicketRow =
  | {
      readonly id: TicketId;
      readonly state: 'waiting';
      readonly language: Language;
      readonly place: number;
      readonly keepWithinMs: number | null;
    }
  | { readonly id: TicketId; readonly state: 'offered'; readonly language: Language };

/** A seeker's session as stored. */
export type SessionRow =
  | Exclude<SeekerState, { kind: 'ticket' }>
  | { readonly kind: 'ticket'; readonly ticket: TicketRow };

export interface OpenTicket {
  readonly publicKey: string;
  readonly language: Language;
  readonly topic?: Topic | undefined;
  readonly feeling?: Feeling | undefined;
  readonly age?: Age | undefined;
  readonly urgent: boolean;
  /** Of work (rule R2). */
  readonly proof?: string | undefined;
}

/** What an address prefix may have in line (rule R6). */
export interface PrefixLimits {
  /** Null: it is not counted. */
  readonly prefix: string | null;
  readonly livePerPrefix: number;
  /** Of the queue, for urgent tickets. */
  readonly urgentLimit: number;
}

export interface StaffRow {
  readonly availability: Availability;
  readonly offer: Offer | null;
  readonly conversations: readonly Conversation[];
}

/** Counts alone, for one moment. */
export interface OverviewRow {
  readonly lanes: Overview['lanes'];
  /** Goes up whenever somebody's place in the language's line may have changed. */
  readonly versions: Readonly<Partial<Record<Language, number>>>;
  readonly matches: Readonly<Partial<Record<Language, readonly number[]>>>;
  readonly oldestWaitMs: number | null;
  readonly waiting: number;
  readonly onDuty: number;
  readonly leaders: number;
  readonly ready: number;
  /** How many of those on duty answer: they are connected and not on a long break (rule I2). */
  readonly answering: number;
  readonly conversations: number;
}

/** One who waits, as the line shows it. */
export interface Waiting {
  readonly id: TicketId;
  readonly seeker: SeekerId;
  readonly keepWithinMs: number | null;
}

export interface Deadline {
  readonly kind: string;
  readonly id: string;
}
export interface DueDeadline extends Deadline {
  readonly dueAt: number;
}

/** What a seeker answers after a conversation (rule T6), and what it takes to keep it. */
export interface GivenFeedback {
  readonly feeling?: Feeling | undefined;
  readonly heard?: Feeling | undefined;
  readonly comment?: string | undefined;
  /** SHA-256 of the session's secret and the answer: the same answer is known by it, and nothing is told by it. */
  readonly proof: string;
  /** As in 2026-11. */
  readonly month: string;
  /** Fresh ids: of the comment, and of the batch that it may complete. */
  readonly commentId: string;
  readonly batchId: string;
}

/** A participant's side of one conversation. */
export interface Seat {
  readonly conversationId: ConversationId;
  readonly side: Side;
  readonly participant: SeekerId | StaffId;
}

/** One event for one receiver, as the store's step published it. */
export interface Fact {
  /** `seeker <id>` or `staff <id>`. */
  readonly receiver: string;
  readonly event: string;
  /** The payload as the step wrote it. */
  readonly json: string;
}

/** The fields of a stored record, as a resume ticket carries them: the store alone reads them. */
type Fields = Readonly<Record<string, string>>;

/** What brings a seeker's place or conversation back into a store that lost it. `epoch`: the life of the store it is of. */
export interface SeekerRecord {
  readonly epoch: string;
  readonly kind: 'ticket' | 'conversation';
  readonly id: string;
  readonly record: Fields;
}
/** The same, of a volunteer's conversations. */
export interface StaffRecord {
  readonly epoch: string;
  readonly conversations: readonly { readonly id: string; readonly record: Fields }[];
}

export interface Beat {
  /** Which life of the store this is: another one may have lost what it was told last (rule F3). */
  readonly epoch: string;
  /** The store did not know this node any more, or may have said so in an answer that did not come. */
  readonly forgotten: boolean;
}

/** One whom a node holds. */
export interface Held {
  readonly kind: 'seeker' | 'staff';
  readonly id: string;
  readonly connection: string;
}

/** Why a seeker goes back to the line. */
export type RequeueReason = Extract<
  ConversationEnd,
  'volunteer_lost' | 'keys_differ' | 'keys_lost' | 'another'
>;

type Done = Promise<Outcome<object>>;
/** Why the conversation ended, if it did. */
type Gone = Promise<Outcome<{ ended: ConversationEnd | null }>>;

export interface LiveStore {
  /** Makes this connection the session's one, and whatever other there is the old one. */
  connectSeeker(seeker: SeekerId, at: ConnectionAddress, now: number): Promise<SessionRow>;
  /** Says again that this connection is there; null if another one has taken over. */
  confirmSeeker(seeker: SeekerId, at: ConnectionAddress, now: number): Promise<SessionRow | null>;
  /** The session as it stands, with no change to it. */
  seeker(seeker: SeekerId, now: number): Promise<SessionRow>;
  /** Whether there is anything at all of the session. */
  knows(seeker: SeekerId): Promise<boolean>;
  /** Receivers, `staff <id>`. */
  onDuty(): Promise<ReadonlySet<string>>;
  disconnectSeeker(seeker: SeekerId, connection: string, now: number): Done;
  seekerClosing(seeker: SeekerId, now: number): Done;
  /** Nothing brings this session back, which is not known here; `wrong_state` if it is, or nothing could. */
  noteOver(seeker: SeekerId, now: number): Done;
  openTicket(
    seeker: SeekerId,
    at: ConnectionAddress,
    ticketId: string,
    ticket: OpenTicket,
    queueLimit: number,
    leaderNeeded: boolean,
    now: number,
    prefixLimits?: PrefixLimits,
  ): Promise<Outcome<{ ticket: TicketRow }>>;
  /** How many tickets of an address prefix there are. */
  liveTickets(prefix: string): Promise<number>;
  keepTicket(seeker: SeekerId, now: number): Promise<Outcome<{ ticket: TicketRow }>>;
  endTicket(
    seeker: SeekerId,
    reason: 'cancelled' | 'expired' | 'closed' | 'exit',
    now: number,
  ): Done;

  connectStaff(staff: Staff, at: ConnectionAddress, now: number): Promise<StaffRow>;
  /** As `confirmSeeker`. */
  confirmStaff(staff: Staff, at: ConnectionAddress, now: number): Promise<StaffRow | null>;
  staff(staff: Staff, now: number): Promise<StaffRow>;
  disconnectStaff(staff: StaffId, connection: string, now: number): Done;
  startShift(staff: StaffId, now: number): Promise<Outcome<{ availability: Availability }>>;
  /** Puts the end of a duty without a connection off, where there is one. */
  keepDuty(
    staff: StaffId,
    now: number,
  ): Promise<{ readonly onDuty: boolean; readonly putOff: boolean }>;
  endShift(staff: StaffId, now: number): Promise<Outcome<{ availability: Availability }>>;
  /** Leads nobody until the next connection as a leader (rule I2). `connection`: unless there is another. */
  endLead(staff: StaffId, connection?: string): Done;
  setAvailability(
    staff: StaffId,
    state: 'ready' | 'paused',
    now: number,
  ): Promise<Outcome<{ availability: Availability }>>;

  takeOffer(
    staff: StaffId,
    offerId: string,
    conversationId: string,
    now: number,
  ): Promise<Outcome<{ offer: Offer }>>;
  /** Makes one offer in this language if a pair is possible, else `queue_empty`. */
  matchOffer(language: Language, offerId: string, conversationId: string, now: number): Done;
  acceptOffer(
    staff: StaffId,
    offerId: OfferId,
    encapsulation: string,
    confirmation: string,
    now: number,
  ): Promise<Outcome<{ conversation: Conversation }>>;
  /** Declined by `staff`, or expired when that is null. Answers whose ticket it was, and its key. */
  returnOffer(
    offerId: OfferId,
    staff: StaffId | null,
    now: number,
  ): Promise<Outcome<{ language: Language; seeker: SeekerId; publicKey: string }>>;

  sendMessage(
    seat: Seat,
    message: { readonly messageId: MessageId; readonly ciphertext: string },
    now: number,
  ): Promise<Outcome<{ seq: number; acceptedAt: number }>>;
  receiveMessages(seat: Seat, seq: number): Done;
  setTyping(seat: Seat, typing: boolean): Done;
  messagesAfter(
    seat: Seat,
    after: number,
  ): Promise<Outcome<{ messages: Message[]; more: boolean }>>;
  confirmKeys(conversationId: ConversationId, seeker: SeekerId, confirmation: string): Done;
  /** The seeker is there (rule C9). */
  stay(conversationId: ConversationId, seeker: SeekerId, now: number): Done;
  /** Answers the plan, which is longer than `shownMs` (rule C8). */
  extend(
    conversationId: ConversationId,
    staff: StaffId,
    shownMs: number,
    now: number,
  ): Promise<Outcome<{ plannedMs: number }>>;
  /** As danger, or as held open (rules C9, C17). */
  mark(
    conversationId: ConversationId,
    staff: StaffId,
    mark: 'danger' | 'held',
    on: boolean,
    now: number,
  ): Promise<Outcome<{ danger: boolean; held: boolean }>>;
  /** Whether the volunteer's tab has the keys (rule C16). */
  setKeys(conversationId: ConversationId, staff: StaffId, keys: VolunteerKeys): Done;
  endConversation(
    seat: Seat,
    reason: ConversationEnd,
    lastMessage: LastMessage | undefined,
    now: number,
  ): Gone;
  requeue(
    conversationId: ConversationId,
    seeker: SeekerId,
    reason: RequeueReason,
    ticketId: string,
    publicKey: string,
    now: number,
  ): Promise<Outcome<{ ticket: TicketRow }>>;

  /** Once for each conversation, as long as its tombstone stands; the same answer again is no other. */
  giveFeedback(seeker: SeekerId, given: GivenFeedback): Done;
  /** Counts of these months that have enough answers to be told; the caller alone gets them, to count them in the ledger. */
  releaseFeedback(months: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** Those that have been released, in random order (rule T6). */
  comments(): Promise<readonly string[]>;

  /** What a resume ticket must hold; null when there is nothing to bring back. */
  seekerRecord(seeker: SeekerId): Promise<SeekerRecord | null>;
  staffRecord(staff: StaffId): Promise<StaffRecord | null>;
  /** `wrong_state`: this life of the store issued the ticket itself, or it is too old (rule F3). */
  restoreSeeker(seeker: SeekerId, record: SeekerRecord, issuedAt: number, now: number): Done;
  restoreStaff(staff: StaffId, record: StaffRecord, issuedAt: number, now: number): Done;
  /** Takes one side's copies of messages that the log lacks; `last`: there are no more. */
  rebuild(seat: Seat, messages: readonly Message[], last: boolean, now: number): Done;

  /** Deadlines that have come, the oldest first. */
  due(now: number, atMost: number): Promise<readonly DueDeadline[]>;
  askWaiting(ticketId: string, now: number): Promise<Outcome<{ ended: boolean }>>;
  expirePlace(seeker: string, now: number): Done;
  endWrapUp(staff: string, now: number): Done;
  expireDuty(staff: string, now: number): Done;
  loseConversation(conversationId: string, kind: 'seat' | 'lost', now: number): Gone;
  meetSilence(conversationId: string, now: number): Gone;
  expireTombstone(seeker: string, now: number): Done;
  /** The same before its time, after an exit. */
  dropTombstone(seeker: SeekerId, now: number): Done;
  clearDeadline(deadline: Deadline): Promise<void>;

  overview(now: number): Promise<OverviewRow>;
  /** Who waits in a language, the next one first. */
  line(language: Language, now: number): Promise<readonly Waiting[]>;
  /** Says that this node lives. `beatAt`: the last answered; null if none. A store without an epoch gets the fresh one. */
  beat(node: string, freshEpoch: string, now: number, beatAt: number | null): Promise<Beat>;
  /** The last beat of each node, by that node's own clock: to be compared with itself alone. */
  beats(): Promise<ReadonlyMap<string, number>>;
  /** Whom a node holds. With the last beat that was seen of it, null if it has beaten since, or is forgotten. */
  heldBy(node: string, beat: number | null): Promise<readonly Held[] | null>;
  /** `wrong_state`: somebody has come to it meanwhile. */
  forgetNode(node: string): Done;
  ready(): Promise<boolean>;
}
