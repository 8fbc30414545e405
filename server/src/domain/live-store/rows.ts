/** What the live store stores and returns. */
import type { SeekerState, StaffState } from '@terskel/shared/events';
import type { ConversationId, StaffId, TicketId } from '@terskel/shared/ids';
import type {
  Age,
  Aside,
  Availability,
  CallShown,
  Conversation,
  ConversationEnd,
  Feeling,
  Language,
  Offer,
  Overview,
  Seat,
  StuckShown,
  Topic,
  VisitEpoch,
} from '@terskel/shared/models';
import type { Outcome } from '../ports.ts';

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
  readonly asides: readonly Aside[];
  /** For a leader: the calls of all others, or off duty the escalated ones, oldest first (rule V4). */
  readonly calls: readonly CallShown[];
  /** For a leader on duty: the conversations of all others that are stuck, oldest first (rule V7). */
  readonly stuck: readonly StuckShown[];
  readonly ended: StaffState['ended'];
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

/** A seeker's feedback after a conversation (rule T6), with the ids to store it under. */
export interface GivenFeedback {
  readonly feeling?: Feeling | undefined;
  readonly heard?: Feeling | undefined;
  readonly comment?: string | undefined;
  /** SHA-256 of the session's secret and the answer. Identifies a retry of the same answer and reveals nothing. */
  readonly proof: string;
  /** New random ids: for the comment, and for the batch that it may complete. */
  readonly commentId: string;
  readonly batchId: string;
}

/** What a volunteer's tab makes for a leader who is let in (rule E5). */
export interface OpenVisit {
  readonly conversationId: ConversationId;
  readonly keyEpoch: VisitEpoch;
  /** The key to which the secret is sealed. */
  readonly leaderKey: string;
  readonly encapsulation: string;
  readonly sealedSecret: string;
  readonly confirmation: string;
}

/** What a volunteer's tab makes for the leader who has taken the call (rule V4). */
export interface OpenAside {
  /** The conversation of the call. */
  readonly conversationId: ConversationId;
  readonly asideId: ConversationId;
  readonly leaderKey: string;
  readonly encapsulation: string;
  readonly confirmation: string;
}

/** A seat of a conversation, and who has it (rule C13). */
export interface SeatHolder {
  readonly conversationId: ConversationId;
  readonly seat: Seat;
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

/** A session of which a node has a connection, or had one that is not released yet. */
export interface Held {
  readonly kind: 'seeker' | 'staff';
  readonly id: string;
  /** Empty if the session has ended or its current connection is on another node. */
  readonly connection: string;
}

/** Why a seeker returns to the queue. */
export type RequeueReason = Extract<
  ConversationEnd,
  'volunteer_lost' | 'keys_differ' | 'keys_lost' | 'another'
>;

/** `ended`: why the conversation ended; null if it did not. */
export type Gone = Promise<Outcome<{ readonly ended: ConversationEnd | null }>>;
export type Done = Promise<Outcome<object>>;
