/**
 * The live store as the domain sees it. Each method is one atomic, guarded transition. It returns its result or an
 * error code; a refusal changes nothing (rule Q2). `now` is in ms since the epoch.
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

/** Id of a seeker's session in the store: the SHA-256 of its resume token. */
export type SeekerId = string & { readonly seeker: unique symbol };

/** One live connection: the id of its node and its own random id. */
export interface ConnectionAddress {
  readonly node: string;
  readonly connection: string;
}

/** A live ticket as stored; the domain adds the expected wait. */
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
  /** Proof of work, as JSON (rule R2). */
  readonly proof?: string | undefined;
}

/** Limits for the tickets of an address prefix (rule R6). */
export interface PrefixLimits {
  /** Null: the session is not counted. */
  readonly prefix: string | null;
  readonly livePerPrefix: number;
  /** Queue limit for urgent tickets. */
  readonly urgentLimit: number;
}

export interface StaffRow {
  readonly availability: Availability;
  readonly offer: Offer | null;
  readonly conversations: readonly Conversation[];
}

/** Counts at one moment. */
export interface OverviewRow {
  readonly lanes: Overview['lanes'];
  /** Per language, a number that rises whenever a place in its line may have changed. */
  readonly versions: Readonly<Partial<Record<Language, number>>>;
  /** Per language, times of recent matches (ms since the epoch), newest first. */
  readonly matches: Readonly<Partial<Record<Language, readonly number[]>>>;
  readonly oldestWaitMs: number | null;
  readonly waiting: number;
  readonly onDuty: number;
  readonly leaders: number;
  readonly ready: number;
  /** Volunteers on duty who answer: not without a connection for 120 s and not on a long break (rule I2). */
  readonly answering: number;
  readonly conversations: number;
}

/** A waiting ticket. */
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

/** A seeker's feedback after a conversation (rule T6), with the ids and the month to store it under. */
export interface GivenFeedback {
  readonly feeling?: Feeling | undefined;
  readonly heard?: Feeling | undefined;
  readonly comment?: string | undefined;
  /** SHA-256 of the session's secret and the answer. Identifies a retry of the same answer and reveals nothing. */
  readonly proof: string;
  /** Such as `2026-11`. */
  readonly month: string;
  /** New random ids: for the comment, and for the batch that it may complete. */
  readonly commentId: string;
  readonly batchId: string;
}

/** A participant's position in a conversation. */
export interface Seat {
  readonly conversationId: ConversationId;
  readonly side: Side;
  readonly participant: SeekerId | StaffId;
}

/** One event for one receiver, as a script published it. */
export interface Fact {
  /** `seeker <id>` or `staff <id>`. */
  readonly receiver: string;
  readonly event: string;
  /** The payload as JSON, not parsed. */
  readonly json: string;
}

/** The fields of a stored record, as a resume ticket carries them. The domain reads only a conversation's `seeker`. */
type Fields = Readonly<Record<string, string>>;

/**
 * The data that restores a seeker's ticket or conversation in a store that lost it. `epoch`: the store epoch in which
 * it was read.
 */
export interface SeekerRecord {
  readonly epoch: string;
  readonly kind: 'ticket' | 'conversation';
  readonly id: string;
  readonly record: Fields;
}
/** The data that restores a volunteer's conversations. */
export interface StaffRecord {
  readonly epoch: string;
  readonly conversations: readonly { readonly id: string; readonly record: Fields }[];
}

export interface Beat {
  /** The store epoch. A new one means that recent changes may have been lost (rule F3). */
  readonly epoch: string;
  /** Whether the store no longer knew this node, or had said so in an answer that got lost. */
  readonly forgotten: boolean;
}

/** A session that a node holds a connection of. */
export interface Held {
  readonly kind: 'seeker' | 'staff';
  readonly id: string;
  readonly connection: string;
}

/** Why a seeker goes back to the queue. */
export type RequeueReason = Extract<
  ConversationEnd,
  'volunteer_lost' | 'keys_differ' | 'keys_lost' | 'another'
>;

type Done = Promise<Outcome<object>>;
/** `ended`: why the conversation ended; null if it did not. */
type Gone = Promise<Outcome<{ ended: ConversationEnd | null }>>;

export interface LiveStore {
  /** Makes this connection the session's current one; it replaces any other. */
  connectSeeker(seeker: SeekerId, at: ConnectionAddress, now: number): Promise<SessionRow>;
  /** Confirms that this connection is alive; null if another one has replaced it. */
  confirmSeeker(seeker: SeekerId, at: ConnectionAddress, now: number): Promise<SessionRow | null>;
  /** Reads the session without a change. */
  seeker(seeker: SeekerId, now: number): Promise<SessionRow>;
  /** Whether the store knows the session, or holds its tombstone. */
  knows(seeker: SeekerId): Promise<boolean>;
  /** Receivers (`staff <id>`) of all volunteers on duty. */
  onDuty(): Promise<ReadonlySet<string>>;
  /** Marks the session as disconnected if `connection` is still its current one. */
  disconnectSeeker(seeker: SeekerId, connection: string, now: number): Done;
  /** The tab closes: shortens the time for which the place is kept. `wrong_state`: no live ticket (rule Q6). */
  seekerClosing(seeker: SeekerId, now: number): Done;
  /**
   * Records that an unknown session has ended, so that no resume ticket restores it (rule F3). `wrong_state`: the
   * session is known, or no resume ticket is accepted any more.
   */
  noteOver(seeker: SeekerId, now: number): Done;
  /** Opens a ticket with the id `ticketId`; if the session already has one, returns that instead (rule Q1). */
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
  /** Number of live tickets of an address prefix. */
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
  /** Restarts the timeout of a duty without a connection, if one is running. */
  keepDuty(staff: StaffId, now: number): Promise<{ readonly onDuty: boolean }>;
  endShift(staff: StaffId, now: number): Promise<Outcome<{ availability: Availability }>>;
  /**
   * The person no longer counts as a leader, until the next connection as one (rule I2). With `connection`: unless
   * another connection has replaced it.
   */
  endLead(staff: StaffId, connection?: string): Done;
  setAvailability(
    staff: StaffId,
    state: 'ready' | 'paused',
    now: number,
  ): Promise<Outcome<{ availability: Availability }>>;

  /** Offers the next ticket to a volunteer who asks for it. */
  takeOffer(
    staff: StaffId,
    offerId: string,
    conversationId: string,
    now: number,
  ): Promise<Outcome<{ offer: Offer }>>;
  /** Makes one offer in this language; `queue_empty` if no ticket and volunteer fit together. */
  matchOffer(language: Language, offerId: string, conversationId: string, now: number): Done;
  acceptOffer(
    staff: StaffId,
    offerId: OfferId,
    encapsulation: string,
    confirmation: string,
    now: number,
  ): Promise<Outcome<{ conversation: Conversation }>>;
  /** Ends an offer: declined by `staff`, or expired if null. Returns the ticket's language, seeker and public key. */
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
  /** The seeker confirms being present (rule C9). */
  stay(conversationId: ConversationId, seeker: SeekerId, now: number): Done;
  /** Extends the plan unless it is already longer than `shownMs`; returns it (rule C8). */
  extend(
    conversationId: ConversationId,
    staff: StaffId,
    shownMs: number,
    now: number,
  ): Promise<Outcome<{ plannedMs: number }>>;
  /** Sets or clears the mark for danger or for being held open (rules C9, C17). */
  mark(
    conversationId: ConversationId,
    staff: StaffId,
    mark: 'danger' | 'held',
    on: boolean,
    now: number,
  ): Promise<Outcome<{ danger: boolean; held: boolean }>>;
  /** Records whether the volunteer's tab has the keys (rule C16). */
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

  /** Stores feedback, once per conversation while its tombstone exists; a retry of the same answer succeeds. */
  giveFeedback(seeker: SeekerId, given: GivenFeedback): Done;
  /**
   * Moves the counts of those of these months that have enough answers into a new batch with this id. Returns the ids
   * of all batches that wait for the ledger.
   */
  releaseFeedback(batch: string, months: readonly string[]): Promise<readonly string[]>;
  /** The counts in a batch; null if it does not wait, or no longer. */
  feedbackBatch(batch: string): Promise<Readonly<Record<string, number>> | null>;
  /** Deletes a batch that the ledger has on disk. */
  dropFeedbackBatch(batch: string): Promise<void>;
  /** Released comments, in random order (rule T6). */
  comments(): Promise<readonly string[]>;

  /** The contents of a resume ticket; null if there is nothing to restore. */
  seekerRecord(seeker: SeekerId): Promise<SeekerRecord | null>;
  staffRecord(staff: StaffId): Promise<StaffRecord | null>;
  /** `wrong_state`: the ticket is of the current store epoch, or too old. `unavailable`: no epoch yet (rule F3). */
  restoreSeeker(seeker: SeekerId, record: SeekerRecord, issuedAt: number, now: number): Done;
  restoreStaff(staff: StaffId, record: StaffRecord, issuedAt: number, now: number): Done;
  /** Adds one side's copies of messages that the log lacks; `last`: no more follow. */
  rebuild(seat: Seat, messages: readonly Message[], last: boolean, now: number): Done;

  /** Deadlines that are due, oldest first, at most `atMost`. */
  due(now: number, atMost: number): Promise<readonly DueDeadline[]>;
  askWaiting(ticketId: string, now: number): Promise<Outcome<{ ended: boolean }>>;
  expirePlace(seeker: string, now: number): Done;
  endWrapUp(staff: string, now: number): Done;
  expireDuty(staff: string, now: number): Done;
  loseConversation(conversationId: string, kind: 'seat' | 'lost', now: number): Gone;
  meetSilence(conversationId: string, now: number): Gone;
  expireTombstone(seeker: string, now: number): Done;
  /** Deletes the tombstone early, after an exit. */
  dropTombstone(seeker: SeekerId, now: number): Done;
  clearDeadline(deadline: Deadline): Promise<void>;

  overview(now: number): Promise<OverviewRow>;
  /** Waiting tickets of a language, next one first. */
  line(language: Language, now: number): Promise<readonly Waiting[]>;
  /**
   * Heartbeat of a node. `beatAt`: time of its last answered one; null if none. `freshEpoch`: used if the store needs
   * a new epoch.
   */
  beat(node: string, freshEpoch: string, now: number, beatAt: number | null): Promise<Beat>;
  /** Time of the last heartbeat of each node, by that node's clock: compare only values of the same node. */
  beats(): Promise<ReadonlyMap<string, number>>;
  /**
   * Sessions that a node holds. With `beat`, its last seen heartbeat: null if it has sent one since, or is forgotten.
   */
  heldBy(node: string, beat: number | null): Promise<readonly Held[] | null>;
  /** `wrong_state`: the node holds a session again. */
  forgetNode(node: string): Done;
  /** True if the live store answers; rejects if it does not. */
  ready(): Promise<boolean>;
}
